"""The word lists that titles, sentences and names of things are put together from."""

ADJECTIVES = tuple(
    "Amber Ancient Autumn Basic Bold Bright Broad Calm Classic Clear Coastal Compact Copper Crisp Daily Deep "
    "Early Eastern "
    "Easy Elegant Even Fair Fine Firm Flexible Formal Fresh Full Gentle Golden Grand Green Handy Hidden "
    "Honest Inner Instant "
    "Ivory Joint Keen Large Late Lean Light Linear Little Local Lunar Main Major Marine Mellow Mild Minor "
    "Misty Mobile Modern "
    "Native Neat New Noble Northern Novel Olive Open Outer Pale Plain Polar Prime Private Public Pure Quick "
    "Quiet Rapid Ready "
    "Red Regular Remote Rich Robust Round Royal Rural Rustic Secure Shared Sharp Silent Silver Simple Slim "
    "Small Smart Smooth "
    "Soft Solar Solid Southern Spare Stable Steady Stone Strong Sunny Swift Tall Tidy Trusted United Upper "
    "Urban Velvet Vital "
    "Vivid Warm Western White Wide Wild Winter Wise Young".split()
)
TOPICS = tuple(
    "Account Agenda Archive Atlas Audit Balance Beacon Bridge Budget Calendar Campaign Canvas Catalog "
    "Channel Charter Circle "
    "Coast Collection Compass Concept Contract Corner Course Culture Customer Delivery Design Desk Device "
    "Diary Dinner Draft "
    "Economy Edition Engine Estate Evening Event Exchange Family Field Figure Film Finance Forest Forum "
    "Frame Future Gallery "
    "Garden Gateway Guide Harbor Harvest Health History Holiday Horizon House Idea Image Industry Insight "
    "Island Journal "
    "Journey Kitchen Label Landscape Language Lecture Lesson Letter Library Light Machine Manual Map Market "
    "Matter Meadow "
    "Measure Meeting Memory Method Mirror Model Moment Morning Mountain Museum Network Notebook Nature "
    "Object Ocean Office "
    "Orchard Order Outlook Pattern People Picture Pilot Planet Platform Policy Portrait Practice Process "
    "Product Profile "
    "Program Project Quarter Question Reader Record Region Release Report Research Review River Road Room "
    "Routine Sample "
    "School Science Season Service Session Shelter Signal Sketch Society Source Space Station Story Strategy "
    "Street Studio "
    "Study Summer Summit Support Survey System Table Task Team Theory Timber Tower Trade Trail Training "
    "Travel Tree Update "
    "Valley Value Venture Village Vision Visit Voyage Water Weather Week Window Winter Wood Word Workshop "
    "World Year".split()
)
GOODS = tuple(
    "Backpack Basket Bench Bicycle Blanket Blender Bookcase Boots Bottle Bowl Bracelet Broom Brush Bucket "
    "Cable Camera Candle "
    "Cap Chair Charger Clock Coat Coffee Compass Cooker Cushion Desk Drill Earphones Fan Flask Folder Frame "
    "Glasses Gloves "
    "Grill Hammer Hammock Heater Helmet Hoodie Jacket Jar Jeans Jug Kettle Keyboard Knife Ladder Lamp "
    "Lantern Laptop Mat "
    "Microphone Mirror Mixer Monitor Mouse Mug Napkin Necklace Notebook Oven Paddle Pan Pen Phone Pillow "
    "Planter Plate Printer "
    "Projector Radio Razor Ring Rope Rug Sandals Saw Scale Scarf Scissors Shelf Shirt Shoes Shovel Skirt "
    "Sneakers Sofa Speaker "
    "Spoon Stand Stool Stove Suitcase Sweater Table Tablet Teapot Tent Toaster Torch Towel Tray Tripod "
    "Trousers Umbrella Vase "
    "Wallet Watch Wrench".split()
)
MATERIALS = tuple(
    "Aluminium Bamboo Brass Canvas Ceramic Copper Cork Cotton Felt Glass Granite Leather Linen Marble Oak "
    "Paper Pine Plastic "
    "Rubber Silk Steel Stone Teak Titanium Walnut Wool".split()
)
OPENINGS = tuple(
    "A Day at the|A Guide to the|A Letter from the|A Look at the|A Place in the|A Walk through the|Above the|"
    "After the|Around the|"
    "Before the|Behind the|Beyond the|Designing the|Discovering the|Exploring the|Finding the|From the|In "
    "Search of the|"
    "Inside the|Into the|Keys to the|Learning from the|Lessons of the|Life in the|Meet the|Notes on the|On "
    "the|Opening the|"
    "Planning the|Questions about the|Return to the|Saving the|Secrets of the|Stories from the|The Art of "
    "the|The End of the|"
    "The Making of the|The Rise of the|The Road to the|The Story of the|Thoughts on the|Through the|Toward "
    "the|Understanding "
    "the|Voices of the|Why We Need the|Working with the|Writing the".split("|")
)  # fmt: skip
VERBS = tuple(
    "Add Adjust Archive Assign Book Build Check Clean Close Collect Compare Complete Configure Confirm Copy "
    "Correct Define "
    "Deliver Describe Document Draft Explain Extend Fix Improve Install Invite Measure Merge Move Order Pack "
    "Plan Prepare "
    "Print Publish Remove Rename Renew Repair Replace Report Restore Review Schedule Send Share Sort Split "
    "Store Test Track "
    "Translate Update Upgrade Verify".split()
)
THINGS = tuple(
    "access list|account page|address book|annual report|backup|billing details|booking form|budget|build "
    "script|calendar|"
    "cash register|catalogue|checkout|contact list|contract|customer survey|cover letter|delivery note|"
    "dashboard|database|"
    "door lock|e-mail template|entry form|error page|event plan|export|fee table|filter|floor plan|front "
    "desk|guest list|"
    "guide|header image|help page|home page|import job|index|inventory|invoice|job description|key figures|"
    "label|landing page|"
    "log files|login screen|mailing list|manual|map|meeting room|menu|migration|monthly report|newsletter|notice board|"
    "opening hours|order form|packing list|parking space|password rules|payment terms|phone system|photo "
    "album|price list|"
    "printer|product photos|profile page|project plan|query|queue|rate limits|reading list|receipt|"
    "registration form|release "
    "notes|reminder|rental agreement|report|roof|room plan|route|sales figures|schedule|search page|seating "
    "plan|server|"
    "settings page|shelf labels|shipping rates|sign-up form|spare parts|staff list|start page|stock list|supplier list|"
    "support ticket|tax form|team page|test data|ticket|timetable|tool box|training plan|translation|travel "
    "costs|user guide|"
    "vendor contract|video|visitor list|waiting list|warehouse|web shop|weekly report|welcome letter|wiki "
    "page|work order".split("|")
)  # fmt: skip
WHEN = tuple(
    "before the weekend|for the new season|after the last visit|by the end of the month|for the next release|"
    "at the main "
    "entrance|for the northern branch|on the first floor|with the new supplier|for all customers|for the "
    "spring sale|during "
    "the holidays|with the whole team|as agreed on the phone|for the annual meeting|after the move|in the "
    "second building|"
    "for the pilot group|before the audit|with both partners|according to the plan|for two more weeks|until "
    "further notice|"
    "in the morning|on short notice|for the new office|in three languages|without extra cost|for the night "
    "shift|with care|"
    "at the customer's request|in the old format|by hand|twice a week|for the first time|in small steps|for "
    "visitors|in the "
    "archive|for the records|on the mobile site|for returning guests|at both locations".split("|")
)  # fmt: skip
SUBJECTS = tuple(
    "The customer|The team|Our supplier|The new version|The office|The manager|A visitor|The first delivery|"
    "The last order|"
    "The workshop|This item|The report|The whole group|Our partner|The driver|The second shipment|The author|"
    "The committee|"
    "The support desk|The neighbour|The project|The landlord|The technician|The current plan|The school|The editor|The "
    "guide|The printer|The reader|The buyer|The tenant|The museum|The older model|The assistant|The kitchen|"
    "The trainer|"
    "The club|The morning shift|The warehouse|The library".split("|")
)  # fmt: skip
PREDICATES = tuple(
    "arrived on time|asked for a second offer|called back in the afternoon|changed the delivery address|confirmed the "
    "appointment|expects an answer by Friday|found a small mistake|gave good advice|has a scratch on the "
    "left side|has been "
    "paid in full|has moved to the ground floor|is easy to use|is looking for a larger size|is out of stock "
    "until spring|is "
    "ready for collection|liked the quick reply|made a few useful suggestions|needs a spare part|needs more "
    "time|offered a "
    "discount|prefers contact by e-mail|prefers the blue one|received the documents|returned the keys|sent "
    "the signed copy|"
    "should be checked again|starts earlier than planned|suggested another date|takes two days longer|thanked everyone "
    "involved|wants to extend the contract|was closed for repairs|was friendly and patient|was larger than "
    "expected|was "
    "missing the manual|was replaced free of charge|will be informed by letter|will call again next week|"
    "works as described|"
    "works better after the update".split("|")
)  # fmt: skip
REMARKS = tuple(
    "No further action is needed.|Please keep a copy.|Everything else stays as it is.|A reply is expected "
    "within a week.|The "
    "price includes delivery.|Details are in the attached file.|This was agreed with the manager.|Two "
    "colleagues have seen it."
    "|The old entry can be removed.|It fits well with the rest.|Photos will follow.|The next check is in six "
    "months.|Spare "
    "parts are in the store room.|It was a good experience overall.|There were no complaints.|The address "
    "has been checked."
    "|We would do it the same way again.|Parking is behind the building.|It runs quietly and needs little "
    "power.|The colour is"
    " a bit darker than in the picture.|Children are welcome.|Cash and cards are accepted.|It should be "
    "stored in a dry place."
    "|The form is available at the front desk.|Changes are possible until the day before.|It comes with a "
    "two-year warranty."
    "|Most users will not notice the change.|The numbers match those of last year.|A short summary will be "
    "sent to all.|The "
    "second part is planned for autumn.".split("|")
)  # fmt: skip
TAGS = tuple(
    "art audio backup beauty beginner books budget business camping career cats charity children cities "
    "classic climate coding "
    "coffee comedy cooking crafts culture cycling dance data design diy dogs drama economy education energy "
    "events family "
    "fashion festival film finance fishing fitness food football forest games garden gifts hardware health "
    "hiking history "
    "holiday home horses humor ideas interview jazz kids kitchen language law learning literature local "
    "logistics maps market "
    "math media medicine mobile money mountains movies museum music nature networks news ocean office "
    "outdoor painting parents "
    "pets philosophy photo podcast poetry politics privacy psychology quiz radio recipes research retail "
    "running safety "
    "sailing school science security skiing social software space sports stories streaming study style summer support "
    "swimming tax teaching tech tennis theatre tips tools tourism toys trains travel trends tutorial urban vegan video "
    "vintage web weather wedding wellness wildlife wine winter women work writing yoga youth".split()
)
CATEGORIES = tuple(
    "Accessories|Art & Crafts|Audio|Automotive|Baby & Kids|Bags|Beauty|Bedroom|Beverages|Bicycles|Books|"
    "Business|Cameras|"
    "Camping|Cleaning|Clothing|Coffee & Tea|Computers|Cooking|Culture|Decoration|Drinks|Economy|Education|"
    "Electronics|Events|"
    "Family|Fashion|Film|Finance|Fitness|Food|Furniture|Games|Garden|Gifts|Grocery|Hardware|Health|History|"
    "Hobbies|Household|"
    "Jewellery|Kitchen|Lighting|Literature|Luggage|Magazines|Mobile|Music|Nature|News|Office|Outdoor|Pets|"
    "Photography|Science|"
    "Services|Shoes|Software|Sports|Stationery|Technology|Tools|Toys|Travel|Video|Watches|Wellness|Wine".split("|")
)
DEPARTMENTS = tuple(
    "Accounting|Administration|Business Development|Communications|Compliance|Customer Service|Data Science|"
    "Design|Engineering|"
    "Facilities|Finance|Human Resources|Information Technology|Internal Audit|Legal|Logistics|Maintenance|"
    "Manufacturing|"
    "Marketing|Operations|Planning|Procurement|Product Management|Production|Public Relations|Quality "
    "Assurance|Research|"
    "Sales|Security|Strategy|Support|Training|Treasury|Warehouse".split("|")
)
GENRES = tuple(
    "Action|Adventure|Alternative|Animation|Blues|Classical|Comedy|Country|Crime|Dance|Documentary|Drama|"
    "Electronic|Family|"
    "Fantasy|Folk|Funk|Historical|Horror|Jazz|Latin|Metal|Musical|Mystery|Opera|Pop|Punk|Reggae|Rock|Romance|"
    "Science Fiction|"
    "Soul|Sport|Thriller|War|Western|World".split("|")
)
ROLES = tuple(
    "admin|analyst|approver|auditor|author|billing|contributor|coordinator|customer|developer|editor|guest|instructor|"
    "maintainer|manager|member|moderator|operator|owner|partner|publisher|reader|reporter|reviewer|student|subscriber|"
    "supervisor|support|teacher|tester|user|viewer".split("|")
)
JOBS = tuple(
    "Accountant|Account Manager|Administrator|Analyst|Architect|Assistant|Baker|Bookkeeper|Buyer|Carpenter|"
    "Chef|Chemist|"
    "Clerk|Consultant|Controller|Data Engineer|Designer|Developer|Director|Driver|Editor|Electrician|"
    "Engineer|Gardener|HR "
    "Manager|Inspector|Instructor|Journalist|Lawyer|Librarian|Machinist|Marketing Manager|Mechanic|Nurse|"
    "Office Manager|"
    "Operator|Pharmacist|Photographer|Physician|Planner|Plumber|Product Manager|Programmer|Project Manager|"
    "Receptionist|"
    "Researcher|Sales Manager|Scientist|Secretary|Software Engineer|Supervisor|Surveyor|Teacher|Team Lead|Technician|"
    "Translator|Vet|Waiter|Web Designer|Welder|Writer".split("|")
)
