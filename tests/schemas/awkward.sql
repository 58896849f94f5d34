-- Every awkward feature of PostgreSQL in one small schema, by families of difficulty.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE SCHEMA "Back Office";
CREATE TYPE mood AS ENUM ('happy', 'sad', 'it''s complicated', '');
CREATE TYPE amount AS (value numeric(12,2), currency char(3));
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN mail AS citext CHECK (VALUE ~ '^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$');
CREATE DOMAIN iso2 AS char(2) NOT NULL CHECK (VALUE = upper(VALUE));
CREATE DOMAIN few_tags AS text[] CHECK (cardinality(VALUE) BETWEEN 1 AND 4);

-- identity ALWAYS, a pattern, a domain, an IN list
CREATE TABLE tenant (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{2,30}$'),
  country iso2,
  plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro', 'enterprise'))
);

-- generated columns, times in order, a composite key that points to itself, partial and expression unique indexes
CREATE TABLE account (
  tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id bigint NOT NULL,
  email mail NOT NULL,
  phone varchar(16) CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
  first_name text NOT NULL,
  last_name text NOT NULL,
  full_name text GENERATED ALWAYS AS (first_name || ' ' || last_name) STORED,
  mood mood,
  tags few_tags,
  settings jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
  ip inet,
  mac macaddr,
  avatar bytea CHECK (octet_length(avatar) <= 64),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz,
  deleted_at timestamptz,
  manager_id bigint,
  external_ref text,
  score numeric(5,2) CHECK (score BETWEEN 0 AND 100),
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) STORED,
  PRIMARY KEY (tenant_id, id),
  CHECK (updated_at IS NULL OR updated_at >= created_at),
  CHECK (deleted_at IS NULL OR deleted_at > created_at),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES account (tenant_id, id)
);
CREATE UNIQUE INDEX account_email_live ON account (tenant_id, lower(email::text)) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX account_reference ON account (tenant_id, external_ref) NULLS NOT DISTINCT;

-- two composite foreign keys that share a column
CREATE TABLE project (
  tenant_id int NOT NULL REFERENCES tenant,
  code varchar(8) NOT NULL CHECK (code = upper(code) AND length(code) >= 3),
  owner_id bigint NOT NULL,
  reviewer_id bigint,
  name text NOT NULL,
  PRIMARY KEY (tenant_id, code),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES account (tenant_id, id),
  FOREIGN KEY (tenant_id, reviewer_id) REFERENCES account (tenant_id, id),
  CHECK (reviewer_id IS DISTINCT FROM owner_id)
);

-- a tree of UUIDs, an interval, numbering within a group, NULL logic, a foreign key to a unique column
CREATE TABLE task (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id int NOT NULL,
  project_code varchar(8) NOT NULL,
  assignee_id bigint,
  parent_id uuid REFERENCES task,
  position positive NOT NULL,
  estimate interval CHECK (estimate >= interval '0'),
  status text NOT NULL CHECK (status = ANY (ARRAY['todo', 'doing', 'done'])),
  done_at timestamptz,
  tenant_slug text REFERENCES tenant (slug) ON UPDATE CASCADE,
  FOREIGN KEY (tenant_id, project_code) REFERENCES project (tenant_id, code),
  FOREIGN KEY (tenant_id, assignee_id) REFERENCES account (tenant_id, id),
  UNIQUE (tenant_id, project_code, position),
  CHECK ((status = 'done') = (done_at IS NOT NULL))
);

-- one to one, all of it a key; a junction table
CREATE TABLE account_profile (
  tenant_id int, account_id bigint, bio text, budget amount,
  PRIMARY KEY (tenant_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) MATCH FULL
);
CREATE TABLE task_watcher (
  task_id uuid REFERENCES task, tenant_id int, account_id bigint,
  PRIMARY KEY (task_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);

-- rings: NOT NULL and not deferrable, NOT NULL to itself, three tables with one way out
CREATE TABLE team (id int PRIMARY KEY, lead_id int NOT NULL, name text NOT NULL);
CREATE TABLE member (id int PRIMARY KEY, team_id int NOT NULL REFERENCES team, name text NOT NULL);
ALTER TABLE team ADD CONSTRAINT team_lead FOREIGN KEY (lead_id) REFERENCES member;
CREATE TABLE category (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES category, path text NOT NULL);
CREATE TABLE ring_a (id int PRIMARY KEY, b int);
CREATE TABLE ring_b (id int PRIMARY KEY, c int NOT NULL);
CREATE TABLE ring_c (id int PRIMARY KEY, a int NOT NULL REFERENCES ring_a);
ALTER TABLE ring_b ADD FOREIGN KEY (c) REFERENCES ring_c;
ALTER TABLE ring_a ADD FOREIGN KEY (b) REFERENCES ring_b;

-- bookings that must not overlap
CREATE TABLE room (id serial PRIMARY KEY, name text UNIQUE NOT NULL);
CREATE TABLE booking (
  id serial PRIMARY KEY,
  room_id int NOT NULL REFERENCES room,
  during tstzrange NOT NULL CHECK (NOT isempty(during)),
  seats int4range,
  blackout datemultirange,
  EXCLUDE USING gist (room_id WITH =, during WITH &&)
);

-- partitions by range, by list and by hash below it; inheritance
CREATE TABLE event (
  id bigint GENERATED BY DEFAULT AS IDENTITY, at timestamptz NOT NULL, kind text NOT NULL, room_id int REFERENCES room,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE event_2025h1 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2025-07-01');
CREATE TABLE event_2025h2 PARTITION OF event FOR VALUES FROM ('2025-07-01') TO ('2026-01-01');
CREATE TABLE metric (region text NOT NULL, k int NOT NULL, v double precision, PRIMARY KEY (region, k)) PARTITION BY LIST (region);
CREATE TABLE metric_eu PARTITION OF metric FOR VALUES IN ('eu', 'uk') PARTITION BY HASH (k);
CREATE TABLE metric_eu0 PARTITION OF metric_eu FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE metric_eu1 PARTITION OF metric_eu FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE metric_us PARTITION OF metric FOR VALUES IN ('us');
CREATE TABLE vehicle (id serial PRIMARY KEY, plate text UNIQUE);
CREATE TABLE truck (load_kg int CHECK (load_kg > 0)) INHERITS (vehicle);

-- a reference whose table is named by another column; a log without a key
CREATE TABLE comment (
  id bigserial PRIMARY KEY,
  commentable_type text NOT NULL CHECK (commentable_type IN ('Task', 'Project')),
  commentable_id text NOT NULL,
  author_account_id bigint,
  body text NOT NULL
);
CREATE TABLE audit_log (at timestamptz, payload jsonb);

-- names that break careless quoting
CREATE TABLE "Back Office"."order" (
  "Order ID" int PRIMARY KEY, "select" text, "co""l" text, "100%" numeric, "a:b" int, "naïve ☃" text,
  "x'; DROP TABLE tenant; --" text, "{braces}" int
);
CREATE TABLE "Back Office"."order lines" (
  "Order ID" int REFERENCES "Back Office"."order", "line no" smallint, qty smallint NOT NULL CHECK (qty > 0),
  price real CHECK (price::numeric(8,2) > 0),
  PRIMARY KEY ("Order ID", "line no")
);

-- few values
CREATE TABLE flag (b boolean PRIMARY KEY);
CREATE TABLE grade (g "char" PRIMARY KEY, d date UNIQUE CHECK (d BETWEEN '2025-01-01' AND '2025-01-07'));

-- what only the database can judge: triggers, views, row security
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN NEW.updated_at := greatest(NEW.created_at, clock_timestamp()); RETURN NEW; END $$;
CREATE TRIGGER account_touch BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION touch();
CREATE FUNCTION no_weekend() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN IF extract(isodow FROM NEW.at) > 5 THEN RAISE EXCEPTION 'weekend'; END IF; RETURN NEW; END $$;
CREATE TRIGGER event_weekday BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION no_weekend();
CREATE VIEW live_accounts AS SELECT * FROM account WHERE deleted_at IS NULL;
CREATE MATERIALIZED VIEW tenant_counts AS SELECT tenant_id, count(*) FROM account GROUP BY 1;
ALTER TABLE comment ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON comment USING (true) WITH CHECK (length(body) < 10000);
