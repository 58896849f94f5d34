"""The word lists that names of things are put together from."""

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
