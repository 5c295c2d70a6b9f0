//! What the page of a plan holds, unpacked again. The plan is the one that `parkward-planning` works out by hand
//! in its examples: two who move, one who closes, two parks.

#![allow(clippy::unwrap_used, missing_docs)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use parkward_model::{Lang, Text};
use parkward_page::{MOST_ENTERPRISES, page};
use parkward_planning::{Bucket, CostPart, Plan};
use serde_json::{Value, json};
use std::io::Read;

fn plan() -> Plan {
    serde_json::from_str(include_str!("tight.json")).unwrap()
}

/// The JSON text of a page, and the bytes of its columns.
fn unpacked(page: &[u8]) -> (Value, Vec<u8>) {
    let text = std::str::from_utf8(page).unwrap();
    let (_, behind) = text.split_once("id=\"plan\">").unwrap();
    let (packed, _) = behind.split_once("</script>").unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(&STANDARD.decode(packed).unwrap()[..]).read_to_end(&mut bytes).unwrap();
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let json = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    (json, bytes[(4 + length).next_multiple_of(8)..].to_vec())
}

/// A column of numbers.
fn column(page: &(Value, Vec<u8>), name: &str) -> Vec<f64> {
    let lies = &page.0["enterprises"]["columns"][name];
    let whole = |key: &str| usize::try_from(lies[key].as_u64().unwrap()).unwrap();
    let bytes = &page.1[whole("at")..];
    let number = |index: usize| match lies["kind"].as_str().unwrap() {
        "u8" => f64::from(bytes[index]),
        "i32" => f64::from(i32::from_le_bytes(bytes[4 * index..][..4].try_into().unwrap())),
        "f64" => f64::from_le_bytes(bytes[8 * index..][..8].try_into().unwrap()),
        other => panic!("{other}"),
    };
    (0..whole("len")).map(number).collect()
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    assert_eq!(page(&plan(), Lang::Zh).unwrap(), page(&plan(), Lang::Zh).unwrap());
}

#[test]
fn it_opens_in_the_language_that_was_asked() {
    for (lang, said, title) in [(Lang::Zh, "zh", "手算"), (Lang::En, "en", "By hand")] {
        let bytes = page(&plan(), lang).unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert!(text.contains(&format!("<html lang=\"{said}\">")));
        assert!(text.contains(&format!("<title>{title}</title>")));
        assert_eq!(unpacked(&bytes).0["lang"], json!(said));
    }
}

#[test]
fn everybody_is_in_it_with_what_becomes_of_them() {
    let plan = plan();
    let page = unpacked(&page(&plan, Lang::En).unwrap());
    assert_eq!(page.0["enterprises"]["ids"], json!(["E1", "E2", "E3"]));
    let verdicts: Vec<Bucket> = plan.enterprises().map(|e| e.verdict()).collect();
    let place = |bucket: &Bucket| Bucket::ALL.iter().position(|other| other == bucket).unwrap();
    let places: Vec<f64> = verdicts.iter().map(|bucket| place(bucket) as f64).collect();
    assert_eq!(column(&page, "verdict"), places);
    assert_eq!(column(&page, "park"), [1.0, 0.0, -1.0]); // E1 goes to B, E2 to A
    assert_eq!(column(&page, "land"), [20_000.0; 3]);
    let metres: Vec<f64> =
        column(&page, "distance").iter().map(|mm| (mm / 100.0).round() / 10.0).collect();
    assert_eq!(metres[..2], [1_330.4, 1_663.0]);
    assert!(metres[2].is_nan());
    for (shown, bucket) in page.0["figures"]["verdicts"].as_array().unwrap().iter().zip(Bucket::ALL)
    {
        assert_eq!(shown["count"], json!(plan.summary.count(bucket)), "{bucket:?}");
    }
}

#[test]
fn ledgers_are_those_of_explain() {
    let plan = plan();
    let (page, _) = unpacked(&page(&plan, Lang::En).unwrap());
    let texts: Vec<Text> = serde_json::from_value(page["ledgers"]["texts"].clone()).unwrap();
    let text = |place: &Value| &texts[usize::try_from(place.as_u64().unwrap()).unwrap()];
    for (shown, ledger) in
        page["ledgers"]["enterprises"].as_array().unwrap().iter().zip(plan.explain_each().unwrap())
    {
        let sentences = shown["sentences"].as_array().unwrap();
        assert_eq!(sentences.len(), ledger.sentences.len());
        for (shown, sentence) in sentences.iter().zip(&ledger.sentences) {
            assert_eq!(text(&shown[0]), &sentence.topic.heading());
            assert_eq!(text(&shown[1]), &sentence.text);
        }
        for (shown, entry) in shown["parks"].as_array().unwrap().iter().zip(&ledger.parks) {
            let park = usize::try_from(shown[0].as_u64().unwrap()).unwrap();
            assert_eq!(plan.parks[park].park.id, entry.park);
            assert_eq!(text(&shown[5]), &entry.text);
            let parts: f64 =
                shown[2].as_array().unwrap().iter().map(|km| km.as_f64().unwrap()).sum();
            let cost = shown[3].as_f64().unwrap();
            assert!((parts - cost).abs() <= CostPart::all().count() as f64, "{parts} {cost}");
            assert!((cost / 1e6 - entry.cost_km.unwrap()).abs() < 1e-6);
        }
    }
    for (shown, ledger) in
        page["parks"].as_array().unwrap().iter().zip(plan.explain_each_park().unwrap())
    {
        assert_eq!(shown["ledger"]["prose"]["zh"], json!(ledger.prose.zh));
        assert_eq!(shown["ledger"]["comers"].as_array().unwrap().len(), ledger.comers.len());
    }
}

#[test]
fn a_large_plan_has_no_ledgers_and_loses_nobody() {
    let mut plan = serde_json::to_value(plan()).unwrap();
    let one = plan["enterprises"][2].clone();
    let more = (0..MOST_ENTERPRISES).map(|number| {
        let mut one = one.clone();
        one["id"] = json!(format!("X{number}"));
        one
    });
    plan["enterprises"].as_array_mut().unwrap().extend(more);
    let plan: Plan = serde_json::from_value(plan).unwrap();
    let (page, _) = unpacked(&page(&plan, Lang::En).unwrap());
    assert_eq!(page["ledgers"], Value::Null);
    assert_eq!(page["parks"][0]["ledger"], Value::Null);
    assert_eq!(page["enterprises"]["ids"].as_array().unwrap().len(), MOST_ENTERPRISES + 3);
}

#[test]
fn names_that_are_out_to_break_the_page_stay_in_the_packed_data() {
    let hostile = "</script><img src=x onerror=alert(1)>\u{2028}<!--";
    let mut plan = serde_json::to_value(plan()).unwrap();
    plan["enterprises"][0]["name"] = json!(hostile);
    plan["parks"][0]["name"] = json!({ "zh": hostile, "en": hostile });
    plan["data_notice"] = json!({ "zh": hostile, "en": hostile });
    plan["title"] = json!({ "zh": hostile, "en": hostile });
    let hostile_plan: Plan = serde_json::from_value(plan).unwrap();
    let bytes = page(&hostile_plan, Lang::En).unwrap();
    let tags = |bytes: &[u8]| std::str::from_utf8(bytes).unwrap().matches("<script").count();
    assert_eq!(tags(&bytes), tags(&page(&self::plan(), Lang::En).unwrap()));
    let text = std::str::from_utf8(&bytes).unwrap();
    assert!(!text.contains("onerror=alert(1)>"));
    assert_eq!(unpacked(&bytes).0["enterprises"]["names"][0], json!(hostile));
}

#[test]
fn a_plan_of_nothing_has_a_page() {
    let mut plan = serde_json::to_value(plan()).unwrap();
    for key in ["parks", "enterprises"] {
        plan[key] = json!([]);
    }
    plan["solution"]["prices"] = json!([]);
    let plan: Plan = serde_json::from_value(plan).unwrap();
    assert_eq!(unpacked(&page(&plan, Lang::Zh).unwrap()).0["enterprises"]["ids"], json!([]));
}
