//! Small plans, made by hand, for the tests of this crate.

use geo_types::{MultiPolygon, Point, Rect};
use parkward_model::{
    AreaUnit, Enterprise, Facts, Footprint, Hectares, Input, InputKind, LandAccount, Metres, Note,
    Park, Reject, Text,
};
use parkward_planning::{
    Bucket, ChoiceRecord, EnterpriseRecord, Enterprises, Limit, Plan, PlanOptions, PlannedPark,
    RuleBookText, Status, Stored, Summary,
};
use parkward_policy::{Finding, Outcome, ParkType, Weights};

/// A name that is out to break XML and Markdown.
pub(crate) const HOSTILE: &str = "<b>\"A&B\"</b>|\u{1}'🦀'";

/// The types that the parks of [`plan`] have.
pub(crate) fn park_types() -> Vec<ParkType> {
    [("municipal", "市级工业区", "#4a7fb5"), ("special", "特色园区", "#8e6bb0")]
        .map(|(id, zh, colour)| ParkType {
            id: id.to_owned(),
            name: Text::new(zh, format!("{id} park")),
            colour: colour.to_owned(),
        })
        .into()
}

/// A plan without parks, enterprises or moves.
pub(crate) fn empty() -> Plan {
    let options = PlanOptions {
        title: Text::new("某区企业迁移规划", "Relocation plan of a district"),
        data_notice: Text::new("数据为虚构。", "The data are invented."),
        ..PlanOptions::on("2021-03-01".parse().unwrap())
    };
    let weights = Weights {
        fit_km: 10.0,
        utilisation_km: 5.0,
        minimum_fit: 0.2,
        cut_off_km: 30.0,
        unplaced_km: 100.0,
        quality_km: 100.0,
        project_km: 0.0,
    };
    let rule_book = RuleBookText {
        file: "rules.toml".to_owned(),
        sha256: "ab".repeat(32),
        ..RuleBookText::default()
    };
    Plan::empty(options, weights, rule_book)
}

/// A park over `[west, south, east, north]` degrees, or at a point where `east` is `west`.
pub(crate) fn park(id: &str, name: Text, bounds: [f64; 4], park_type: &str) -> PlannedPark {
    let [west, south, east, north] = bounds;
    let footprint = if west < east {
        Footprint::Boundary(MultiPolygon(vec![
            Rect::new((west, south), (east, north)).to_polygon(),
        ]))
    } else {
        Footprint::Point(Point::new(west, south))
    };
    PlannedPark {
        park: Park {
            id: id.into(),
            name,
            footprint,
            capacity: Some(Hectares(40.0)),
            area: None,
            land: LandAccount::default(),
            industries: Vec::new(),
            open: true,
            facts: Facts::default(),
        },
        park_type: Some(park_type.to_owned()),
        park_type_name: Text::new(park_type, park_type),
        lies_in: Vec::new(),
        staying: 1,
        closing: 0,
        incoming: 2,
        leaving: 0,
        projects: 0,
        load_before_ha: Hectares(10.0),
        load_after_ha: Hectares(14.0),
        shadow_price_km_per_ha: 1.25,
        limits: vec![Limit {
            resource: "land".to_owned(),
            unit: AreaUnit::Ha.name(),
            capacity: Some(40.0),
            taken: 4.0,
            shadow_price_km: 1.25,
        }],
        zones: Vec::new(),
    }
}

/// An enterprise of two hectares.
pub(crate) fn enterprise(row: u64, site: (f64, f64), verdict: Bucket) -> EnterpriseRecord {
    let moves = verdict == Bucket::Moves;
    EnterpriseRecord {
        enterprise: Enterprise {
            id: format!("E{row}").as_str().into(),
            name: format!("{HOSTILE}{row}").into(),
            site: Point::new(site.0, site.1),
            industry: None,
            land: Some(Hectares(2.0)),
            facts: Facts::default(),
            row,
        },
        verdict,
        reasons: vec![Text::new("容量不足", "No park has | room")],
        findings: vec![Finding {
            rule: "licence".to_owned(),
            clause: Text::new("clause", "clause"),
            outcome: if verdict == Bucket::Closes { Outcome::Closes } else { Outcome::Noted },
            value: None,
            limit: None,
            margin: None,
            origin: None,
            peers: None,
            text: Text::default(),
        }],
        stands_in: Vec::new(),
        quality: 0.5,
        class: None,
        land_need: None,
        pillar_industry: None,
        high_technology: None,
        land_class: None,
        chosen: moves.then(|| ChoiceRecord {
            park: "a".into(),
            fit: 1.0,
            distance_m: Metres(row as f64 * 1_000.0),
            travel: None,
            cost_km: row as f64,
            entry: [121.10, 30.80],
        }),
        second_choice: None,
        stored: Stored::default(),
    }
}

/// A plan with an enterprise or more in every bucket, a nested park, a park that is a point, and a
/// park with a hostile name.
pub(crate) fn plan() -> Plan {
    plan_with(Vec::new())
}

/// [`plan`] with more enterprises, which its summary does not count.
pub(crate) fn plan_with(mut enterprises: Vec<EnterpriseRecord>) -> Plan {
    let mut plan = empty();
    plan.parks = vec![
        park("a", Text::new("甲工业区", "Park A"), [121.10, 30.80, 121.20, 30.88], "municipal"),
        park("b", Text::new("乙园", "Park B"), [121.12, 30.82, 121.14, 30.84], "special"),
        park("c", Text::new("", ""), [121.30, 30.90, 121.30, 30.90], "special"),
        park("d", Text::new(HOSTILE, "x".repeat(200)), [121.30, 30.75, 121.33, 30.78], "gone"),
    ];
    for (row, bucket) in (1..).zip(Bucket::ALL.into_iter().cycle().take(40)) {
        let step = row as f64 * 0.01;
        match bucket {
            Bucket::Rejected => plan.rejects.push(Reject {
                kind: InputKind::Enterprises,
                file: "e.csv".to_owned(),
                row,
                id: None,
                column: "lon".to_owned(),
                expected: Text::new("经度", "a longitude"),
                found: Text::same(HOSTILE),
                issue: parkward_model::IssueKind::Unreadable,
                at: None,
            }),
            _ => enterprises.push(enterprise(row, (121.05 + step, 30.75 + step / 3.0), bucket)),
        }
    }
    plan.enterprises = Enterprises::from_records(enterprises, &plan.parks).unwrap();
    plan.summary = Summary {
        input: 40,
        in_park: 5,
        in_park_closes: 5,
        closes: 5,
        kept: 5,
        review: 5,
        moves: 5,
        unplaced: 5,
        rejected: 5,
    };
    plan.solution.cost_km = 1_234.5;
    plan.solution.lower_bound_km = 1_234.0;
    plan.solution.gap = 0.000_4;
    plan.solution.status = Status::Feasible;
    plan.notes = vec![Note {
        file: "p.geojson".to_owned(),
        row: Some(2),
        text: Text::new("环已修复", "A ring was repaired"),
        issue: parkward_model::IssueKind::Noted,
    }];
    plan.inputs = vec![Input {
        kind: InputKind::Parks,
        file: "p.geojson".to_owned(),
        sha256: "cd".repeat(32),
        crs: "EPSG:4326".to_owned(),
        rows: 4,
        rejected: 1,
    }];
    plan
}
