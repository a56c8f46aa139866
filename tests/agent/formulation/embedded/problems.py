"""Problems of our own in many styles, each with the model a careful reader would write.

A model is (sense, objective coefficients, rows), a row is (coefficients, sense, limit); variables in the order of `names`.
"""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[tuple[float, ...], str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its model; `names` are words that tell the variables apart, in order."""

    id: str
    text: str
    names: tuple[str, ...]
    sense: str | None
    objective: tuple[float, ...]
    rows: tuple[Row, ...]


CASES = (
    Case(
        "joinery",
        "A joinery builds benches and stools. A bench takes 4 hours of sawing and 2 hours of sanding, while a stool takes 1 hour of "
        "sawing and 3 hours of sanding. There are 80 hours of sawing and 90 hours of sanding available each week. Each bench brings in "
        "a profit of $60 and each stool $25. How many of each should be built to maximize profit?",
        ("bench", "stool"),
        "max",
        (60, 25),
        (((4, 1), "<=", 80), ((2, 3), "<=", 90)),
    ),
    Case(
        "barge-cart",
        "A quarry has to move at least 900 tons of gravel to a building site, either by barge or by cart. A barge can carry 120 tons per trip "
        "and burns 40 litres of fuel, whereas a cart can carry 15 tons per trip and burns 6 litres of fuel. Because the canal is busy, at most 5 "
        "barge trips can be made, and at least 40% of the trips must be by cart. How many trips of each should be made to minimize the fuel used?",
        ("barge", "cart"),
        "min",
        (40, 6),
        (((120, 15), ">=", 900), ((1, 0), "<=", 5), ((-0.4, 0.6), ">=", 0)),
    ),
    Case(
        "count-vehicles",
        "A school wants to take 300 pupils to a museum using vans and coaches. Each van seats 8 pupils and each coach seats 50 pupils. "
        "Since parking is tight, the number of coaches must not exceed the number of vans. Minimize the total number of vehicles needed.",
        ("van", "coach"),
        "min",
        (1, 1),
        (((8, 50), ">=", 300), ((-1, 1), "<=", 0)),
    ),
    Case(
        "diet-goal-first",
        "Minimize the cost of a lunch made of lentils and rice. A serving of lentils has 18 grams of protein and 230 calories and costs "
        "$0.80; a serving of rice has 4 grams of protein and 200 calories and costs $0.30. The lunch must have at least 40 grams of protein "
        "and no fewer than 700 calories.",
        ("lentil", "rice"),
        "min",
        (0.8, 0.3),
        (((18, 4), ">=", 40), ((230, 200), ">=", 700)),
    ),
    Case(
        "farm-total",
        "I own 120 acres and plant them with barley and oats. Barley needs 3 hours of work per acre and oats need 2 hours per acre; I have 300 hours. "
        "An acre of barley earns me $90 and an acre of oats earns me $70. At least 20 acres must be oats. What should I plant to earn the most?",
        ("barley", "oat"),
        "max",
        (90, 70),
        (((1, 1), "<=", 120), ((3, 2), "<=", 300), ((0, 1), ">=", 20)),
    ),
    Case(
        "exact-total",
        "A caterer needs exactly 200 sandwiches in total, made with cheese or with ham. A cheese sandwich costs $2 and takes 3 minutes; a ham sandwich "
        "costs $3 and takes 2 minutes. No more than 500 minutes are available. How many of each sandwich keep the cost as low as possible?",
        ("cheese", "ham"),
        "min",
        (2, 3),
        (((1, 1), "==", 200), ((3, 2), "<=", 500)),
    ),
    Case(
        "twice-equality",
        "A potter makes mugs and plates. Each mug needs 0.5 kg of clay and each plate needs 0.8 kg of clay. There are 100 kg of clay in stock. "
        "The number of mugs must be exactly twice the number of plates. A mug sells for $12 and a plate sells for $15. Maximize the revenue.",
        ("mug", "plate"),
        "max",
        (12, 15),
        (((0.5, 0.8), "<=", 100), ((1, -2), "==", 0)),
    ),
    Case(
        "three-products",
        "A plant produces three kinds of paint: matte, satin and gloss. A litre of matte needs 2 minutes on the mixer and 1 minute on the filler, "
        "a litre of satin needs 3 minutes on the mixer and 1 minute on the filler, and a litre of gloss needs 4 minutes on the mixer and 2 minutes "
        "on the filler. The mixer is available for 2,400 minutes and the filler for 1,000 minutes. The profit per litre is $3 for matte, $4 for satin and "
        "$6 for gloss. At least 100 litres of satin must be produced. How much of each should be produced to maximize profit?",
        ("matte", "satin", "gloss"),
        "max",
        (3, 4, 6),
        (((2, 3, 4), "<=", 2400), ((1, 1, 2), "<=", 1000), ((0, 1, 0), ">=", 100)),
    ),
    Case(
        "respectively",
        "A bakery sells loaves and rolls at a profit of $1.50 and $0.40 respectively. Loaves and rolls need 500 and 80 grams of flour, respectively. "
        "The bakery has 60,000 grams of flour. It must bake at least 30 loaves and at least 100 rolls. Find the plan with the largest profit.",
        ("loa", "roll"),
        "max",
        (1.5, 0.4),
        (((500, 80), "<=", 60000), ((1, 0), ">=", 30), ((0, 1), ">=", 100)),
    ),
    Case(
        "clinic",
        "A clinic employs nurses and doctors on the night shift. A nurse can see 5 patients an hour and costs $30 an hour; a doctor can see 8 patients "
        "an hour and costs $70 an hour. The clinic must be able to see at least 60 patients an hour. There must be at least 2 doctors, and no more than "
        "10 nurses. How many nurses and doctors should be on shift to keep cost to a minimum?",
        ("nurse", "doctor"),
        "min",
        (30, 70),
        (((5, 8), ">=", 60), ((0, 1), ">=", 2), ((1, 0), "<=", 10)),
    ),
    Case(
        "energy",
        "A utility can run a gas turbine and a wind farm. Each hour of the gas turbine gives 30 MWh and emits 12 tons of carbon, while each hour of "
        "the wind farm gives 18 MWh and emits 1 ton of carbon. The utility must supply at least 900 MWh and may emit no more than 200 tons of carbon. "
        "An hour of the gas turbine costs $500 and an hour of the wind farm costs $650. How many hours should each be run so that the cost is minimal?",
        ("gas", "wind"),
        "min",
        (500, 650),
        (((30, 18), ">=", 900), ((12, 1), "<=", 200)),
    ),
    Case(
        "blend-percent",
        "A dairy blends two kinds of milk, farm milk and skim milk. Farm milk is 5% fat and skim milk is 1% fat. Farm milk costs $0.90 per litre and skim "
        "milk costs $0.40 per litre. The blend must be at least 3% fat, and 1000 litres are needed in total. Minimize the cost.",
        ("farm", "skim"),
        "min",
        (0.9, 0.4),
        (((0.02, -0.02), ">=", 0), ((1, 1), ">=", 1000)),
    ),
    Case(
        "third-number-words",
        "A florist arranges tulips and roses. Each tulip bunch takes ten minutes and two ribbons, and each rose bunch takes fifteen minutes and three ribbons. "
        "The florist has six hundred minutes and one hundred and twenty ribbons. At most a third of all bunches may be rose bunches. "
        "A tulip bunch makes a profit of four dollars and a rose bunch makes a profit of seven dollars. Maximize profit.",
        ("tulip", "rose"),
        "max",
        (4, 7),
        (((10, 15), "<=", 600), ((2, 3), "<=", 120), ((-1 / 3, 2 / 3), "<=", 0)),
    ),
    Case(
        "transport-2x2",
        "A firm ships crates from warehouses P and Q to shops X and Y. It costs $4 to ship a crate from P to X, $6 from P to Y, $5 from Q to X and $3 from Q to Y. "
        "Warehouse P has 80 crates and warehouse Q has 70 crates. Shop X needs 60 crates and shop Y needs 75 crates. Minimize the total shipping cost.",
        ("P to X", "P to Y", "Q to X", "Q to Y"),
        "min",
        (4, 6, 5, 3),
        (((1, 1, 0, 0), "<=", 80), ((0, 0, 1, 1), "<=", 70), ((1, 0, 1, 0), ">=", 60), ((0, 1, 0, 1), ">=", 75)),
    ),
    Case(
        "colon-list",
        "A workshop makes two products. Lamps: 3 hours of assembly, 1 hour of painting, profit $20. Clocks: 2 hours of assembly, 2 hours of painting, profit $18. "
        "The workshop has 60 hours of assembly and 40 hours of painting. How many lamps and clocks give the highest profit?",
        ("lamp", "clock"),
        "max",
        (20, 18),
        (((3, 2), "<=", 60), ((1, 2), "<=", 40)),
    ),
    Case(
        "ads",
        "A museum advertises with posters and radio spots. One poster reaches 300 people and costs $50. One radio spot reaches 2,000 people and costs $400. "
        "The advertising budget is $8,000. The museum wants at least three times as many posters as radio spots, and no more than 12 radio spots. "
        "How many of each should it buy to reach as many people as possible?",
        ("poster", "radio"),
        "max",
        (300, 2000),
        (((50, 400), "<=", 8000), ((1, -3), ">=", 0), ((0, 1), "<=", 12)),
    ),
    Case(
        "price-minus-cost",
        "A workshop sells candles for $9 each and soaps for $6 each. Making a candle costs $4 and making a soap costs $2. A candle takes 20 minutes and a soap "
        "takes 8 minutes. There are 480 minutes in the working day. The workshop cannot sell more than 30 soaps. Maximize the daily profit.",
        ("candle", "soap"),
        "max",
        (5, 4),
        (((20, 8), "<=", 480), ((0, 1), "<=", 30)),
    ),
    Case(
        "min-time",
        "A lab must run at least 40 blood tests and at least 25 urine tests with two analysers, an old one and a new one. An hour on the old analyser completes 4 blood tests "
        "and 2 urine tests, and an hour on the new analyser completes 6 blood tests and 5 urine tests. The old analyser can be used for at most 8 hours. "
        "Minimize the total number of hours.",
        ("old", "new"),
        "min",
        (1, 1),
        (((4, 6), ">=", 40), ((2, 5), ">=", 25), ((1, 0), "<=", 8)),
    ),
    Case(
        "feed-mix",
        "A farmer mixes corn, soy and bran into feed. Corn costs 30 cents a kilogram and holds 9% protein, soy costs 60 cents a kilogram and holds 44% protein, and "
        "bran costs 20 cents a kilogram and holds 15% protein. The farmer needs 500 kilograms of feed that is at least 20% protein. At most 150 kilograms of bran may be used. "
        "What mix is cheapest?",
        ("corn", "soy", "bran"),
        "min",
        (0.3, 0.6, 0.2),
        (((1, 1, 1), ">=", 500), ((-0.11, 0.24, -0.05), ">=", 0), ((0, 0, 1), "<=", 150)),
    ),
    Case(
        "hours-minutes",
        "A tailor sews coats and vests. A coat takes 90 minutes to cut and 2 hours to sew, and a vest takes 30 minutes to cut and 1 hour to sew. "
        "The cutting table is free for 30 hours a week and the sewing machine for 45 hours a week. The profit is $70 on a coat and $30 on a vest. "
        "How many coats and vests should the tailor make each week to maximize profit?",
        ("coat", "vest"),
        "max",
        (70, 30),
        (((90, 30), "<=", 1800), ((2, 1), "<=", 45)),
    ),
    Case(
        "between",
        "A nursery grows ferns and cacti. Each fern needs 2 pots of soil and earns $5; each cactus needs 1 pot of soil and earns $3. It has 200 pots of soil. "
        "The number of cacti must be between 20 and 90. Maximize earnings.",
        ("fern", "cact"),
        "max",
        (5, 3),
        (((2, 1), "<=", 200), ((0, 1), ">=", 20), ((0, 1), "<=", 90)),
    ),
    Case(
        "medicine",
        "A patient takes capsules and syrup doses. Each capsule delivers 5 units of vitamin and 2 units of iron, whereas each dose of syrup delivers 8 units of vitamin and "
        "1 unit of iron. The patient must get at least 60 units of vitamin but no more than 30 units of iron. A capsule contains 3 grams of sugar and a dose of syrup contains "
        "7 grams of sugar. How many capsules and doses should be taken to minimize the intake of sugar?",
        ("capsule", "syrup"),
        "min",
        (3, 7),
        (((5, 8), ">=", 60), ((2, 1), "<=", 30)),
    ),
    Case(
        "more-than-other",
        "An office buys laptops and tablets. Laptops cost $700 each and tablets cost $300 each. The office can spend up to $21,000. Staff need at least 10 laptops, and there "
        "should be at least 5 more tablets than laptops. Each laptop is worth 8 points of usefulness and each tablet 3 points. Maximize the total usefulness.",
        ("laptop", "tablet"),
        "max",
        (8, 3),
        (((700, 300), "<=", 21000), ((1, 0), ">=", 10), ((-1, 1), ">=", 5)),
    ),
    Case(
        "invest",
        "A cooperative has $40,000 to invest in solar panels and heat pumps. Each dollar invested in solar panels returns $0.12 and each dollar invested in heat pumps returns $0.09. "
        "At least 30% of the money must be invested in heat pumps, and no more than $25,000 may be invested in solar panels. How much should be invested in each to maximize the return?",
        ("solar", "heat"),
        "max",
        (0.12, 0.09),
        (((1, 1), "<=", 40000), ((-0.3, 0.7), ">=", 0), ((1, 0), "<=", 25000)),
    ),
    Case(
        "goal-last-imperative",
        "Our team bottles juice in small jars and big jars. Small jars hold 250 ml, big jars hold 600 ml. We have 90,000 ml of juice and 250 lids; every jar needs 1 lid. "
        "Small jars sell for $2 and big jars for $4. Our contract asks for no fewer than 50 big jars. Choose the numbers of small and big jars that maximize revenue.",
        ("small", "big"),
        "max",
        (2, 4),
        (((250, 600), "<=", 90000), ((1, 1), "<=", 250), ((0, 1), ">=", 50)),
    ),
    Case(
        "two-processes",
        "A refinery can run process A or process B. Each run of process A uses 3 barrels of crude and yields 2 barrels of petrol and 1 barrel of diesel. Each run of process B uses 5 barrels of crude "
        "and yields 2 barrels of petrol and 3 barrels of diesel. There are 300 barrels of crude. At least 100 barrels of petrol and at least 80 barrels of diesel are required. "
        "A run of process A costs $90 and a run of process B costs $160. Minimize the cost.",
        ("process A", "process B"),
        "min",
        (90, 160),
        (((3, 5), "<=", 300), ((2, 2), ">=", 100), ((1, 3), ">=", 80)),
    ),
    Case(
        "dozen",
        "A stall sells muffins and scones. Each muffin needs 2 eggs and each scone needs 1 egg. The stall has ten dozen eggs. It wants to sell at least a dozen scones. "
        "The profit on a muffin is $1.20 and on a scone $0.70. Maximize the profit.",
        ("muffin", "scone"),
        "max",
        (1.2, 0.7),
        (((2, 1), "<=", 120), ((0, 1), ">=", 12)),
    ),
    Case(
        "we-delivery",
        "We deliver parcels by bike and by van. A bike trip takes 12 parcels and costs us $3, a van trip takes 80 parcels and costs us $15. We must deliver at least 1,000 parcels today and cannot spend "
        "more than $240. At least half of the trips should be by bike. How do we minimize the number of trips?",
        ("bike", "van"),
        "min",
        (1, 1),
        (((12, 80), ">=", 1000), ((3, 15), "<=", 240), ((0.5, -0.5), ">=", 0)),
    ),
    Case(
        "staff-two",
        "A call centre schedules part-time and full-time agents. A part-time agent works 20 hours a week and is paid $300, while a full-time agent works 40 hours a week and is paid $700. "
        "The centre needs at least 400 hours of work each week, and at least a quarter of the agents must be full-time. How many agents of each kind minimize the wage bill?",
        ("part-time", "full-time"),
        "min",
        (300, 700),
        (((20, 40), ">=", 400), ((-0.25, 0.75), ">=", 0)),
    ),
    Case(
        "shares-joint",
        "A park plants oaks, pines and birches. An oak costs $30, a pine costs $18 and a birch costs $22. The park can spend $5,000. It must plant at least 150 trees in total. No more than 60 of the trees may be pines. "
        "An oak stores 25 kg of carbon a year, a pine 15 kg and a birch 20 kg. Maximize the carbon stored.",
        ("oak", "pine", "birch"),
        "max",
        (25, 15, 20),
        (((30, 18, 22), "<=", 5000), ((1, 1, 1), ">=", 150), ((0, 1, 0), "<=", 60)),
    ),
    Case(
        "per-day-machines",
        "A laundry has two machines, a steamer and a press. The steamer cleans 20 shirts per hour and the press cleans 35 shirts per hour. The steamer uses 9 litres of water per hour and the press uses 14 litres of water per hour. "
        "The laundry must clean at least 350 shirts a day and has at most 160 litres of water. Since the press is noisy, it can run for at most 6 hours. How many hours should each machine run to minimize the total running time?",
        ("steamer", "press"),
        "min",
        (1, 1),
        (((20, 35), ">=", 350), ((9, 14), "<=", 160), ((0, 1), "<=", 6)),
    ),
    Case(
        "two-thirds",
        "A canteen serves soup and salad. A bowl of soup costs 1.5 dollars to make and a bowl of salad costs 2 dollars to make. The canteen must serve at least 300 bowls. No more than two thirds of the bowls can be soup. "
        "How many bowls of each should be served so as to minimize the total cost?",
        ("soup", "salad"),
        "min",
        (1.5, 2),
        (((1, 1), ">=", 300), ((1 / 3, -2 / 3), "<=", 0)),
    ),
    Case(
        "lab-experiments",
        "A laboratory runs two experiments, experiment 1 and experiment 2, to make foam. Experiment 1 uses 3 units of the red liquid and 5 units of the blue liquid and produces 9 units of foam. "
        "Experiment 2 uses 4 units of the red liquid and 2 units of the blue liquid and produces 7 units of foam. The laboratory has 120 units of the red liquid and 100 units of the blue liquid. "
        "How many of each experiment should be done to maximize the amount of foam produced?",
        ("experiment 1", "experiment 2"),
        "max",
        (9, 7),
        (((3, 4), "<=", 120), ((5, 2), "<=", 100)),
    ),
    Case(
        "shots-pills",
        "A travel clinic gives a vaccine as an injection or as a drop. An injection takes 10 minutes to give while a drop takes 4 minutes. Since injections work better, at least 25% of the patients must get the injection. "
        "The clinic is open for 600 minutes. It has to give at least 30 drops. How many patients should get each to maximize the number of patients treated?",
        ("injection", "drop"),
        "max",
        (1, 1),
        (((10, 4), "<=", 600), ((0.75, -0.25), ">=", 0), ((0, 1), ">=", 30)),
    ),
    Case(
        "grain-lorry-train",
        "A mill sends grain to the coast using lorries and trains. Each lorry can take 8 tonnes of grain per trip while each train can take 60 tonnes of grain per trip. At least 1200 tonnes of grain must be sent. "
        "Due to works on the line, there can be at most 12 train trips, and because of a contract with the drivers at least 45% of all trips must be made by lorry. How many trips of each should be made to minimize the total number of trips?",
        ("lorr", "train"),
        "min",
        (1, 1),
        (((8, 60), ">=", 1200), ((0, 1), "<=", 12), ((0.55, -0.45), ">=", 0)),
    ),
    Case(
        "seniors-juniors",
        "A car wash hires juniors and seniors. Juniors are paid $300 a week and seniors are paid $550 a week. Each junior washes 40 cars a week and each senior washes 65 cars a week. "
        "The car wash must wash at least 900 cars a week and can spend at most $9000 on wages. There must be at least twice as many juniors as seniors. How many of each should be hired to minimize the total number of workers?",
        ("junior", "senior"),
        "min",
        (1, 1),
        (((40, 65), ">=", 900), ((300, 550), "<=", 9000), ((1, -2), ">=", 0)),
    ),
    Case(
        "minimise-waste",
        "An apple press can crush apples with a hand press or a power press. The hand press makes 6 litres of juice and 2 kg of waste per hour, while the power press makes 20 litres of juice and 9 kg of waste per hour. "
        "At least 200 litres of juice are needed. At most 8 hours of the power press may be used. How many hours of each should be run to minimize the total waste?",
        ("hand", "power"),
        "min",
        (2, 9),
        (((6, 20), ">=", 200), ((0, 1), "<=", 8)),
    ),
    Case(
        "ferry-plane",
        "Relief supplies go to an island by ferry or by plane. A ferry carries 500 boxes and takes 9 hours per trip, whereas a plane carries 150 boxes and takes 2 hours per trip. "
        "No fewer than 4000 boxes have to be carried. The number of plane trips cannot exceed the number of ferry trips. Minimize the total travel time.",
        ("ferr", "plane"),
        "min",
        (9, 2),
        (((500, 150), ">=", 4000), ((-1, 1), "<=", 0)),
    ),
    Case(
        "bottles-of-two-sizes",
        "A vinegar maker fills small bottles and large bottles. A small bottle holds 200 ml and a large bottle holds 750 ml. The maker has 60000 ml of vinegar. "
        "At least three times as many small bottles as large bottles must be filled, as small bottles sell faster. In addition, at least 10 large bottles must be filled. "
        "How many of each should be filled to maximize the total number of bottles?",
        ("small", "large"),
        "max",
        (1, 1),
        (((200, 750), "<=", 60000), ((1, -3), ">=", 0), ((0, 1), ">=", 10)),
    ),
    Case(
        "tutors",
        "A tutor teaches online lessons and home lessons. An online lesson earns $25 and lasts 45 minutes. A home lesson earns $40 and lasts 60 minutes. The tutor can work at most 1800 minutes a week. "
        "There is demand for at most 20 home lessons, but no less than 8 online lessons have been promised. How many lessons of each kind should be given to make the most money?",
        ("online", "home"),
        "max",
        (25, 40),
        (((45, 60), "<=", 1800), ((0, 1), "<=", 20), ((1, 0), ">=", 8)),
    ),
    Case(
        "vitamins",
        "A coach mixes a powder and a gel for the runners. One scoop of powder has 12 grams of carbs and 3 grams of salt. One pouch of gel has 20 grams of carbs and 1 gram of salt. "
        "The drink needs at least 150 grams of carbs and at least 18 grams of salt. Powder costs $0.60 per scoop and gel costs $1.10 per pouch. What is the cheapest mix?",
        ("powder", "gel"),
        "min",
        (0.6, 1.1),
        (((12, 20), ">=", 150), ((3, 1), ">=", 18)),
    ),
    Case(
        "pumps",
        "A town drains a flooded tunnel with electric pumps and diesel pumps. An electric pump moves 400 litres a minute and needs 2 workers; a diesel pump moves 700 litres a minute and needs 3 workers. "
        "The pumps must move at least 9000 litres a minute in total. Only 45 workers are on hand. The town wants at most 10 diesel pumps because they are loud. Minimize the number of pumps.",
        ("electric", "diesel"),
        "min",
        (1, 1),
        (((400, 700), ">=", 9000), ((2, 3), "<=", 45), ((0, 1), "<=", 10)),
    ),
    Case(
        "ice-delivery",
        "An ice company delivers ice in sacks and tubs. Each sack holds 10 kg of ice and each tub holds 16 kg of ice. A sack takes 2 units of cooling and a tub takes 5 units of cooling. "
        "There are 150 units of cooling available, and at most 30% of the containers can be tubs. At least 15 tubs must be used. How many of each should be used to deliver as much ice as possible?",
        ("sack", "tub"),
        "max",
        (10, 16),
        (((2, 5), "<=", 150), ((-0.3, 0.7), "<=", 0), ((0, 1), ">=", 15)),
    ),
    Case(
        "fertiliser",
        "A gardener spreads compost and lime on a lawn. Each bag of compost adds 4 units of nitrogen and 1 unit of calcium. Each bag of lime adds 1 unit of nitrogen and 6 units of calcium. "
        "The lawn needs a minimum of 60 units of nitrogen and 48 units of calcium. Each bag of compost takes 8 minutes to spread while each bag of lime takes 5 minutes to spread. How many bags of each should be used to minimize the total time needed?",
        ("compost", "lime"),
        "min",
        (8, 5),
        (((4, 1), ">=", 60), ((1, 6), ">=", 48)),
    ),
    Case(
        "phone-models",
        "There are two phone cases a seller can stock: a leather one and a plastic one. The leather case costs the seller $8 and the plastic case costs $3. The seller does not want to spend more than $960. "
        "At most 200 cases can be sold. The profit on a leather case is $6 and the profit on a plastic case is $2.50. How many of each should be stocked to maximize profit?",
        ("leather", "plastic"),
        "max",
        (6, 2.5),
        (((8, 3), "<=", 960), ((1, 1), "<=", 200)),
    ),
    Case(
        "coach-minibus",
        "A village runs a coach and a minibus service to the market. A coach trip can bring 45 people and a minibus trip can bring 14 people. Every coach trip gives off 30 units of smoke and every minibus trip 8 units. "
        "At most 400 units of smoke are allowed, and at most 20 minibus trips can be made. How many trips of each maximize the number of people who reach the market?",
        ("coach", "minibus"),
        "max",
        (45, 14),
        (((30, 8), "<=", 400), ((0, 1), "<=", 20)),
    ),
    Case(
        "two-crushers",
        "To meet demand, a mine must produce at least 90 tons of coarse stone, 120 tons of fine stone and 40 tons of sand with its two crushers. Crusher A makes 5 tons of coarse stone, 6 tons of fine stone and 1 ton of sand per hour. "
        "Crusher B makes 3 tons of coarse stone, 8 tons of fine stone and 4 tons of sand per hour. Running crusher A costs $200 an hour and running crusher B costs $260 an hour. How many hours should each crusher run to minimize cost?",
        ("crusher A", "crusher B"),
        "min",
        (200, 260),
        (((5, 3), ">=", 90), ((6, 8), ">=", 120), ((1, 4), ">=", 40)),
    ),
    Case(
        "six-foods",
        "A prison kitchen plans a meal from bread, beans, potatoes and milk. Per portion, bread costs $0.20, beans cost $0.50, potatoes cost $0.30 and milk costs $0.40. The protein per portion is 4 g for bread, 9 g for beans, 2 g for potatoes and 8 g for milk. "
        "The meal must provide at least 30 g of protein. At most 3 portions of milk can be used and at least 2 portions of bread must be used. Minimize the cost of the meal.",
        ("bread", "bean", "potato", "milk"),
        "min",
        (0.2, 0.5, 0.3, 0.4),
        (((4, 9, 2, 8), ">=", 30), ((0, 0, 0, 1), "<=", 3), ((1, 0, 0, 0), ">=", 2)),
    ),
    Case(
        "shifts",
        "A hostel needs cleaners in the morning, at noon and in the evening. At least 6 cleaners are needed in the morning, at least 9 at noon and at least 5 in the evening. Early cleaners work in the morning and at noon and cost $90 each. "
        "Late cleaners work at noon and in the evening and cost $100 each. Minimize the cost.",
        ("early", "late"),
        "min",
        (90, 100),
        (((1, 0), ">=", 6), ((1, 1), ">=", 9), ((0, 1), ">=", 5)),
    ),
    Case(
        "fixed-ratio",
        "A mason mixes cement and sand. For every bag of cement there must be at least 3 bags of sand. A bag of cement costs $7 and a bag of sand costs $2. The mason needs at least 80 bags in total and can carry at most 25 bags of cement. Minimize the total cost.",
        ("cement", "sand"),
        "min",
        (7, 2),
        (((-3, 1), ">=", 0), ((1, 1), ">=", 80), ((1, 0), "<=", 25)),
    ),
    Case(
        "mugs-and-numbers",
        "Ana sells two products: mugs and bowls. She has 40 hours of work time and 90 kg of clay each month. Mugs take half an hour and 1 kg of clay each; bowls take three quarters of an hour and 2 kg of clay each. She earns $8 per mug and $13 per bowl. How many should she make?",
        ("mug", "bowl"),
        None,
        (8, 13),
        (((0.5, 0.75), "<=", 40), ((1, 2), "<=", 90)),
    ),
    Case(
        "airline",
        "An airline sells first-class and economy seats on a plane with 180 seats. It makes $320 on each first-class seat and $140 on each economy seat. It keeps at least 20 seats for first-class, but at least 4 times as many passengers prefer economy to first-class. "
        "How many seats of each kind should be sold for maximum profit?",
        ("first-class", "economy"),
        "max",
        (320, 140),
        (((1, 1), "<=", 180), ((1, 0), ">=", 20), ((-4, 1), ">=", 0)),
    ),
    Case(
        "t1",
        "A dairy ships milk from two depots, North and South, to two towns, Alton and Burley. Shipping a tank costs $40 from North to Alton, $65 from North to Burley, $55 from South to Alton and $30 from South to Burley. North can supply at most 12 tanks and South at most 18 tanks. Alton needs at least 10 tanks and Burley needs at least 15 tanks. How should the milk be shipped at the lowest cost?",
        ("north to alton", "north to burley", "south to alton", "south to burley"),
        "min",
        (40, 65, 55, 30),
        (((1, 1, 0, 0), "<=", 12), ((0, 0, 1, 1), "<=", 18), ((1, 0, 1, 0), ">=", 10), ((0, 1, 0, 1), ">=", 15)),
    ),
    Case(
        "t2",
        "A sawmill has two yards (Yard 1 and Yard 2) and supplies three builders (A, B and C). Costs per load are: from Yard 1 to A $10, to B $14, to C $9; from Yard 2 to A $12, to B $8, to C $11. Yard 1 holds 50 loads, Yard 2 holds 40 loads. Builder A needs 30 loads, builder B needs 25 loads and builder C needs 20 loads. Minimise total cost.",
        ("1 to a", "1 to b", "1 to c", "2 to a", "2 to b", "2 to c"),
        "min",
        (10, 14, 9, 12, 8, 11),
        (
            ((1, 1, 1, 0, 0, 0), "<=", 50),
            ((0, 0, 0, 1, 1, 1), "<=", 40),
            ((1, 0, 0, 1, 0, 0), ">=", 30),
            ((0, 1, 0, 0, 1, 0), ">=", 25),
            ((0, 0, 1, 0, 0, 1), ">=", 20),
        ),
    ),
    Case(
        "p1",
        "We make three snacks: bars, balls and chips. Each bar uses 40 g of oats and 10 g of honey, each ball uses 25 g of oats and 15 g of honey, and each bag of chips uses 60 g of oats and 5 g of honey. We have 12,000 g of oats and 3,000 g of honey a week. Bars sell for $2, balls for $1.80 and bags of chips for $2.50. We must make at least 50 bars. At most two fifths of everything we make may be chips. How many of each should we make to bring in the most revenue?",
        ("bar", "ball", "chip"),
        "max",
        (2, 1.8, 2.5),
        (((40, 25, 60), "<=", 12000), ((10, 15, 5), "<=", 3000), ((1, 0, 0), ">=", 50), ((-0.4, -0.4, 0.6), "<=", 0)),
    ),
    Case(
        "d1",
        "I want to eat oats, eggs and yoghurt for breakfast as cheaply as I can. Oats cost 20 cents, eggs cost 35 cents and yoghurt costs 60 cents per portion. A portion of oats has 150 calories and 5 grams of protein; an egg has 80 calories and 7 grams of protein; a portion of yoghurt has 120 calories and 10 grams of protein. I need at least 500 calories and at least 30 grams of protein. I will not eat more than three eggs.",
        ("oats", "egg", "yog"),
        "min",
        (0.2, 0.35, 0.6),
        (((150, 80, 120), ">=", 500), ((5, 7, 10), ">=", 30), ((0, 1, 0), "<=", 3)),
    ),
    Case(
        "b1",
        "A refinery blends three crude oils, light, medium and heavy, into 10,000 barrels of fuel. Light oil has 0.5% sulphur and costs $80 a barrel, medium oil has 1.5% sulphur and costs $70 a barrel, heavy oil has 3% sulphur and costs $55 a barrel. The fuel may contain no more than 1.2% sulphur. At most 6,000 barrels of light oil can be bought. What blend costs least?",
        ("light", "medium", "heavy"),
        "min",
        (80, 70, 55),
        (((1, 1, 1), ">=", 10000), ((-0.007, 0.003, 0.018), "<=", 0), ((1, 0, 0), "<=", 6000)),
    ),
    Case(
        "b2",
        "A coffee roaster mixes Kenya beans and Brazil beans. The mix must be at least 30% Kenya beans. Kenya beans cost $9 per kg and Brazil beans cost $6 per kg. The roaster needs 400 kg of the mix, and can buy at most 250 kg of Brazil beans. Find the cheapest mix.",
        ("kenya", "brazil"),
        "min",
        (9, 6),
        (((0.7, -0.3), ">=", 0), ((1, 1), ">=", 400), ((0, 1), "<=", 250)),
    ),
    Case(
        "s1",
        "A supermarket needs at least 5 cashiers from 8 to 12, at least 9 cashiers from 12 to 16 and at least 6 cashiers from 16 to 20. Morning staff work from 8 to 16 and evening staff work from 12 to 20. Morning staff earn $90 a day and evening staff earn $100 a day. How many of each should be employed to minimize wages?",
        ("morning", "evening"),
        "min",
        (90, 100),
        (((1, 0), ">=", 5), ((1, 1), ">=", 9), ((0, 1), ">=", 6)),
    ),
    Case(
        "s2",
        "A hotel has three kinds of cleaner: trainees, regulars and supervisors. Trainees clean 8 rooms a day and are paid $70; regulars clean 14 rooms a day and are paid $110; supervisors clean 10 rooms a day and are paid $150. The hotel has to clean at least 220 rooms a day. There must be at least one supervisor for every 5 trainees. No more than 9 trainees can be hired. Minimize the daily wages.",
        ("trainee", "regular", "supervisor"),
        "min",
        (70, 110, 150),
        (((8, 14, 10), ">=", 220), ((-1 / 5, 0, 1), ">=", 0), ((1, 0, 0), "<=", 9)),
    ),
    Case(
        "f1",
        "On my 75 hectares I can plant wheat, maize and clover. Wheat needs 3 days of work and $120 of seed per hectare, maize 4 days and $180, clover 1 day and $40. I have 200 days of work and $9,000 for seed. A hectare of wheat earns $400, of maize $550 and of clover $150. At least 10 hectares must be clover. How many hectares of each crop give the greatest earnings?",
        ("wheat", "maize", "clover"),
        "max",
        (400, 550, 150),
        (((1, 1, 1), "<=", 75), ((3, 4, 1), "<=", 200), ((120, 180, 40), "<=", 9000), ((0, 0, 1), ">=", 10)),
    ),
    Case(
        "e1",
        "A grid operator can buy power from solar, gas and hydro. One MWh costs $30 from solar, $55 from gas and $40 from hydro. It emits 0, 450 and 20 kg of carbon per MWh respectively. Total demand is 600 MWh. Solar can give at most 200 MWh and hydro at most 250 MWh. Emissions must stay under 120,000 kg. Minimize the cost of meeting demand.",
        ("solar", "gas", "hydro"),
        "min",
        (30, 55, 40),
        (((1, 1, 1), ">=", 600), ((1, 0, 0), "<=", 200), ((0, 0, 1), "<=", 250), ((0, 450, 20), "<=", 120000)),
    ),
    Case(
        "h1",
        "A clinic plans check-ups and operations. A check-up takes 30 minutes of doctor time and 15 minutes of nurse time; an operation takes 2 hours of doctor time and 3 hours of nurse time. There are 40 hours of doctor time and 50 hours of nurse time a week. The clinic earns $80 per check-up and $900 per operation and must do at least 20 check-ups. Maximize weekly earnings.",
        ("check", "operation"),
        "max",
        (80, 900),
        (((30, 120), "<=", 2400), ((15, 180), "<=", 3000), ((1, 0), ">=", 20)),
    ),
    Case(
        "g1",
        "Maximise profit for a brewery that brews ale, lager and stout. Hops: 2 kg per barrel of ale, 1 kg per barrel of lager, 3 kg per barrel of stout, 180 kg available. Malt: 20 kg per barrel of ale, 15 kg per barrel of lager, 30 kg per barrel of stout, 2,000 kg available. Profit per barrel is $50 for ale, $40 for lager and $75 for stout.",
        ("ale", "lager", "stout"),
        "max",
        (50, 40, 75),
        (((2, 1, 3), "<=", 180), ((20, 15, 30), "<=", 2000)),
    ),
    Case(
        "g2",
        "A furniture maker turns out desks, tables and chairs. Resources per piece - desk: 8 m of wood, 4 hours of finishing, 2 hours of carpentry; table: 6 m of wood, 2 hours of finishing, 1.5 hours of carpentry; chair: 1 m of wood, 1.5 hours of finishing, 0.5 hours of carpentry. Available are 48 m of wood, 20 hours of finishing and 8 hours of carpentry. Desks sell for $60, tables for $30 and chairs for $20. No more than five tables can be sold. Maximize revenue.",
        ("desk", "table", "chair"),
        "max",
        (60, 30, 20),
        (((8, 6, 1), "<=", 48), ((4, 2, 1.5), "<=", 20), ((2, 1.5, 0.5), "<=", 8), ((0, 1, 0), "<=", 5)),
    ),
    Case(
        "x1",
        "A theatre sells stalls seats for $45 and balcony seats for $30. It has 600 seats altogether, of which no more than 350 can be stalls seats. For every three stalls seats it sells it must keep at least one balcony seat. How many of each should be sold to take in as much money as possible?",
        ("stalls", "balcony"),
        "max",
        (45, 30),
        (((1, 1), "<=", 600), ((1, 0), "<=", 350), ((-1 / 3, 1), ">=", 0)),
    ),
    Case(
        "x2",
        "An orchard packs gift boxes and family crates. A gift box holds a dozen pears and half a kilo of nuts; a family crate holds 30 pears and no nuts. There are 1,800 pears and 25 kilos of nuts. Each gift box brings $14 and each family crate brings $20. The orchard has promised 15 gift boxes to a hotel. What should it pack for the greatest income?",
        ("gift", "crate"),
        "max",
        (14, 20),
        (((12, 30), "<=", 1800), ((0.5, 0), "<=", 25), ((1, 0), ">=", 15)),
    ),
    Case(
        "x3",
        "A publisher prints novels and atlases. Printing a novel costs $3 and printing an atlas costs $11. Novels are sold at $8 and atlases at $25. The print shop has 2,000 hours; a novel takes 0.2 hours and an atlas takes 0.5 hours. The publisher's budget for printing is $30,000. Demand for atlases is at most 1,500. Find the number of novels and atlases that maximises profit.",
        ("novel", "atlas"),
        "max",
        (5, 14),
        (((0.2, 0.5), "<=", 2000), ((3, 11), "<=", 30000), ((0, 1), "<=", 1500)),
    ),
    Case(
        "x4",
        "The city wants to plant 500 trees: limes, planes and maples. A lime costs $80, a plane costs $60 and a maple costs $95. At least a quarter of the trees must be maples and there may not be more planes than limes. Keep the cost as small as possible.",
        ("lime", "plane", "maple"),
        "min",
        (80, 60, 95),
        (((1, 1, 1), ">=", 500), ((-0.25, -0.25, 0.75), ">=", 0), ((-1, 1, 0), "<=", 0)),
    ),
    Case(
        "x5",
        "A charity packs small parcels and big parcels of food. Small parcels: 2 kg of rice, 1 tin of beans. Big parcels: 5 kg of rice, 4 tins of beans. It has 300 kg of rice and 200 tins of beans. A small parcel feeds 3 people, a big parcel feeds 8. It wants to feed as many people as it can, but at least 40 parcels must be small.",
        ("small", "big"),
        "max",
        (3, 8),
        (((2, 5), "<=", 300), ((1, 4), "<=", 200), ((1, 0), ">=", 40)),
    ),
    Case(
        "x6",
        "Two machines, M1 and M2, make bolts. M1 makes 300 bolts an hour and costs $12 an hour; M2 makes 450 bolts an hour and costs $20 an hour. At least 9,000 bolts are required this week and neither machine can run for more than 24 hours. How many hours should each machine run so the bolts are made as cheaply as possible?",
        ("m1", "m2"),
        "min",
        (12, 20),
        (((300, 450), ">=", 9000), ((1, 0), "<=", 24), ((0, 1), "<=", 24)),
    ),
    Case(
        "x7",
        "My farm has hens and ducks. A hen lays 5 eggs a week and eats 0.8 kg of grain; a duck lays 4 eggs a week and eats 1.1 kg of grain. I have 60 kg of grain a week and room for 70 birds. Hen eggs sell at 30 cents and duck eggs at 50 cents. I want no fewer than 10 ducks. How many hens and ducks should I keep to maximise the number of eggs?",
        ("hen", "duck"),
        "max",
        (5, 4),
        (((0.8, 1.1), "<=", 60), ((1, 1), "<=", 70), ((0, 1), ">=", 10)),
    ),
    Case(
        "a1",
        "Milk can be delivered in cans or in churns. Each can holds 12 litres while each churn holds 40 litres. Because churns are heavy, the farmer uses at least three times as many cans as churns, and at least 4 churns have to be used. If 480 litres of milk must be delivered, how many of each should be used to minimize the total number of containers?",
        ("can", "churn"),
        "min",
        (1, 1),
        (((12, 40), ">=", 480), ((1, -3), ">=", 0), ((0, 1), ">=", 4)),
    ),
    Case(
        "a2",
        "A hospital buys masks of two types, cloth masks and paper masks. A cloth mask costs $4 and filters 70 units of dust, and a paper mask costs $1 and filters 25 units. The hospital has a budget of $2000 and wants no more than 40% of the masks to be paper masks. How many of each type maximize the total dust filtered?",
        ("cloth", "paper"),
        "max",
        (70, 25),
        (((4, 1), "<=", 2000), ((-0.4, 0.6), "<=", 0)),
    ),
    Case(
        "a3",
        "In a kitchen, pasta is cooked on a gas stove or an electric stove. The gas stove cooks 9 portions per hour and uses 3 units of energy. The electric stove cooks 12 portions per hour and uses 5 units of energy. There are at most 14 stoves in total, and at least 120 portions need to be cooked per hour. How many of each stove should be used to minimize energy?",
        ("gas", "electric"),
        "min",
        (3, 5),
        (((9, 12), ">=", 120), ((1, 1), "<=", 14)),
    ),
    Case(
        "a4",
        "A tea company sells tins and pouches. The number of tins must be at least a third of the number of pouches. A tin takes 20 grams of metal and 15 grams of tea, whereas a pouch takes 5 grams of foil and 12 grams of tea. The company has 1000 grams of metal, 900 grams of foil and 3000 grams of tea. How many tins and pouches should it make to maximize the total number of units?",
        ("tin", "pouch"),
        "max",
        (1, 1),
        (((1, -1 / 3), ">=", 0), ((20, 0), "<=", 1000), ((0, 5), "<=", 900), ((15, 12), "<=", 3000)),
    ),
    Case(
        "a5",
        "Patients can be moved in an ambulance or a minivan. An ambulance moves 2 patients per trip while a minivan moves 6 patients per trip. At least 60% of the trips must be by ambulance and the hospital must move at least 150 patients. An ambulance trip takes 30 minutes and a minivan trip takes 40 minutes. How many trips of each are needed to minimize the total time?",
        ("ambulance", "minivan"),
        "min",
        (30, 40),
        (((2, 6), ">=", 150), ((0.4, -0.6), ">=", 0)),
    ),
    Case(
        "a6",
        "A candle maker uses method 1 and method 2. Method 1 uses 5 units of wax and 2 units of oil to make 6 candles, while method 2 uses 8 units of wax and 3 units of oil to make 11 candles. If 400 units of wax and 160 units of oil are available, how many times should each method be used to make the most candles?",
        ("method 1", "method 2"),
        "max",
        (6, 11),
        (((5, 8), "<=", 400), ((2, 3), "<=", 160)),
    ),
    Case(
        "a7",
        "A politician hands out flags and badges. Each flag gets her 8 votes and each badge gets her 3 votes. A flag takes 6 minutes to hand out and a badge takes 2 minutes. She has 500 minutes. She must hand out at least 25 flags, but the number of badges must be at least twice that of flags. How many of each should she hand out to maximize her votes?",
        ("flag", "badge"),
        "max",
        (8, 3),
        (((6, 2), "<=", 500), ((1, 0), ">=", 25), ((-2, 1), ">=", 0)),
    ),
    Case(
        "a8",
        "An aquarium feeds its seals with herring and squid. A kilogram of herring provides 20 units of protein and 9 units of fat and a kilogram of squid provides 16 units of protein and 2 units of fat. The seals need at least 700 units of protein and at most 240 units of fat. Herring costs $5 per kilogram and squid costs $8 per kilogram. How much of each should be bought to minimize cost?",
        ("herring", "squid"),
        "min",
        (5, 8),
        (((20, 16), ">=", 700), ((9, 2), "<=", 240)),
    ),
    Case(
        "a9",
        "A man can either walk or cycle his deliveries. Walking, he can deliver 4 parcels an hour and uses 300 calories an hour; cycling, he can deliver 10 parcels an hour and uses 500 calories an hour. He must deliver at least 60 parcels and can spend at most 12 hours. How should he split his hours to use the fewest calories?",
        ("walk", "cycl"),
        "min",
        (300, 500),
        (((4, 10), ">=", 60), ((1, 1), "<=", 12)),
    ),
    Case(
        "a10",
        "There are two lasers that can heal a wound, a pulse laser and a beam laser. The pulse laser gives 5 units of medicine to the wound and 3 units of heat to the skin per minute. The beam laser gives 9 units of medicine to the wound and 4 units of heat to the skin per minute. At most 60 units of heat may reach the skin and at least 90 units of medicine are needed. How many minutes should each laser be used to minimize the total time?",
        ("pulse", "beam"),
        "min",
        (1, 1),
        (((3, 4), "<=", 60), ((5, 9), ">=", 90)),
    ),
    Case(
        "a11",
        "A city employs bus drivers and tram drivers. A bus driver earns $800 per week and a tram driver earns $950 per week. The city needs at least 60 drivers in total, of whom at least 15 must be tram drivers. The number of tram drivers should be at least one fourth the number of bus drivers. Keep the weekly wage bill as low as possible.",
        ("bus", "tram"),
        "min",
        (800, 950),
        (((1, 1), ">=", 60), ((0, 1), ">=", 15), ((-0.25, 1), ">=", 0)),
    ),
    Case(
        "a12",
        "A party planner serves punch in bowls and pitchers. Each bowl serves 20 guests and needs 4 oranges; each pitcher serves 6 guests and needs 1 orange. The planner has 90 oranges. More pitchers than bowls must be served. In addition, at least 5 bowls are wanted. How many guests can be served at most?",
        ("bowl", "pitcher"),
        "max",
        (20, 6),
        (((4, 1), "<=", 90), ((-1, 1), ">=", 0), ((1, 0), ">=", 5)),
    ),
    Case(
        "a13",
        "A scrap dealer cuts copper using a saw or a torch. The saw cuts 30 metres per hour and makes 4 kg of waste, whereas the torch cuts 50 metres per hour and makes 9 kg of waste. The dealer must limit waste to 100 kg. Also, the torch can be used for at most 8 hours. How many hours of each maximise the length cut?",
        ("saw", "torch"),
        "max",
        (30, 50),
        (((4, 9), "<=", 100), ((0, 1), "<=", 8)),
    ),
    Case(
        "a14",
        "To paint a bridge, a contractor can use rollers and sprayers. Each roller requires 2 workers and paints 15 square metres an hour. Each sprayer requires 3 workers, and it paints 35 square metres an hour. The contractor has 24 workers. He has at most 5 sprayers. How many rollers and sprayers should he use to paint the largest area per hour?",
        ("roller", "sprayer"),
        "max",
        (15, 35),
        (((2, 3), "<=", 24), ((0, 1), "<=", 5)),
    ),
    Case(
        "a15",
        "A researcher grows algae in ponds and tanks. A pond yields 50 g of algae per day and a tank yields 30 g of algae per day. Each pond takes up 12 square metres and each tank takes up 5 square metres. There are 300 square metres. The researcher must have at least 10 tanks but no more than 70% of the vessels can be tanks. How many ponds and tanks produce the most algae?",
        ("pond", "tank"),
        "max",
        (50, 30),
        (((12, 5), "<=", 300), ((0, 1), ">=", 10), ((-0.7, 0.3), "<=", 0)),
    ),
)
