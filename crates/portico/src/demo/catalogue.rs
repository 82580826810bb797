//! What the invented company sells, and to whom.

/// A thing one can buy: code, what it says, price of one in pence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Product {
    pub code: &'static str,
    pub says: &'static str,
    pub pence: i64,
    /// The most that one order takes of it.
    pub most: u64,
}

const fn product(code: &'static str, says: &'static str, pence: i64, most: u64) -> Product {
    Product { code, says, pence, most }
}

pub(super) const PRODUCTS: [Product; 18] = [
    product("HX40-PV-230", "HX-40 metering pump, PVDF head", 138_600, 2),
    product("HX65-SS-400", "HX-65 progressing cavity pump", 412_000, 1),
    product("HX80-CI-400", "HX-80 sludge pump", 684_500, 1),
    product("DK-40-PTFE", "Diaphragm kit DK-40", 12_850, 12),
    product("SK-65-V", "Seal kit SK-65-V, Viton", 21_400, 6),
    product("SK-65-N", "Seal kit SK-65-N, nitrile", 18_600, 6),
    product("SK-40-N", "Seal kit SK-40-N, nitrile", 13_000, 8),
    product("PD2-316", "Pulsation damper PD-2", 24_100, 3),
    product("SEN-C2-230", "Sentry C2 controller", 112_000, 2),
    product("SEN-CAB-15", "Sentry C2 cable, 15 m", 8_640, 4),
    product("ST-65-NBR", "Stator ST-65-NBR", 64_200, 2),
    product("RO-65-SS", "Rotor RO-65, stainless", 78_300, 1),
    product("GP-12", "Gland packing GP-12, by the metre", 930, 40),
    product("OR-40", "O-ring set HX-40", 1_240, 20),
    product("OR-65", "O-ring set HX-65", 1_890, 20),
    product("CP-65", "Coupling CP-65, drive end", 15_750, 2),
    product("VB-25", "Ball valve VB-25, PVDF", 9_420, 8),
    product("OIL-220", "Gear oil 220, 5 litres", 4_380, 10),
];

/// A customer: account, name, sites by their ending and name, how many orders, and how it pays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Customer {
    pub account: &'static str,
    pub name: &'static str,
    pub sites: &'static [(&'static str, &'static str)],
    pub orders: usize,
    /// After how many days it usually pays; some are later.
    pub pays_after: i32,
}

const fn customer(
    account: &'static str,
    name: &'static str,
    sites: &'static [(&'static str, &'static str)],
    orders: usize,
    pays_after: i32,
) -> Customer {
    Customer { account, name, sites, orders, pays_after }
}

/// The account whose people the demo signs in.
pub(super) const NORTHGATE: &str = "NWS-0142";

pub(super) const CUSTOMERS: [Customer; 24] = [
    customer(
        NORTHGATE,
        "Northgate Water",
        &[("AV", "Aire Valley works"), ("CB", "Calder Bridge works"), ("RD", "Ryedale depot")],
        180,
        26,
    ),
    customer("BRI-0077", "Brightwell Dairies", &[("TH", "Thornfield creamery"), ("MB", "Millbeck creamery")], 64, 28),
    customer("ORM-0019", "Ormesby Chemicals", &[], 72, 24),
    customer("TAM-0203", "Tamar Brewing", &[], 14, 21),
    customer("CAL-0158", "Calloway Pharma", &[("NO", "North plant"), ("SO", "South plant")], 30, 41),
    customer("OTT-0231", "Otter Vale Foods", &[], 0, 30),
    customer("FEL-0121", "Fellside Paper", &[], 26, 29),
    customer("ASH-0044", "Ashcombe Textiles", &[], 12, 27),
    customer("BAR-0061", "Barrowby Mills", &[], 9, 33),
    customer("CRA-0088", "Cragside Quarries", &[], 17, 30),
    customer("DUN-0093", "Dunmore Distillers", &[], 8, 22),
    customer("ELM-0102", "Elmstead Sugar", &[], 11, 28),
    customer("GAR-0110", "Garth Ceramics", &[], 6, 44),
    customer("HOL-0115", "Holmbridge Dyeworks", &[], 10, 29),
    customer("KEL-0133", "Kelsey Growers", &[], 7, 30),
    customer("LAN-0137", "Langrigg Fertilisers", &[], 13, 26),
    customer("MAR-0140", "Marsett Cheese", &[], 5, 18),
    customer("PEN-0166", "Pendrick Wastewater", &[], 21, 30),
    customer("ROW-0174", "Rowanhurst Timber", &[], 4, 35),
    customer("SAL-0181", "Saltersgate Aquaculture", &[], 9, 31),
    customer("STO-0190", "Stonebeck Bottlers", &[], 15, 27),
    customer("THR-0198", "Thrushfield Pet Foods", &[], 6, 24),
    customer("WEL-0217", "Welburn Abattoir", &[], 3, 52),
    customer("YAR-0225", "Yarrow Biogas", &[], 12, 30),
];
