//! What the page of a plan holds, unpacked again. The plan is the one that `parkward-planning` works out by hand
//! in its examples: two who move, one who closes, two parks.

#![allow(clippy::unwrap_used, missing_docs)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use parkward_model::{EnterpriseId, Lang, ParkId, Text};
use parkward_page::{MOST_ENTERPRISES, page};
use parkward_planning::{Bucket, CostPart, Earlier, Plan};
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
    (json, bytes[4 + length..].to_vec())
}

/// A column of numbers, as what lies there says.
fn numbers(page: &(Value, Vec<u8>), lies: &Value) -> Vec<f64> {
    let whole = |key: &str| lies[key].as_i64().unwrap();
    let place = |key: &str| usize::try_from(whole(key)).unwrap();
    let [at, len] = ["at", "len"].map(place);
    let mut last = 0;
    let number = |row: usize| {
        let byte = |place: usize| i64::from(page.1[at + place * len + row]) << (8 * place);
        let code: i64 = (0..place("bytes")).map(byte).sum();
        match lies["kind"].as_str().unwrap() {
            "course" => {
                last += if code % 2 == 0 { code / 2 } else { -(code + 1) / 2 };
                last as f64
            }
            "number" if code == 0 => f64::NAN,
            "index" if code == 0 => -1.0,
            _ => (whole("from") + (code - 1) * whole("step")) as f64,
        }
    };
    (0..len).map(number).collect()
}

/// A position, of those that are numbers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
fn place(number: Option<f64>) -> usize {
    number.unwrap() as usize
}

/// A column of the enterprises.
fn column(page: &(Value, Vec<u8>), name: &str) -> Vec<f64> {
    numbers(page, &page.0["enterprises"]["columns"][name])
}

/// The ids of the enterprises.
fn ids(page: &(Value, Vec<u8>)) -> Vec<String> {
    let [lengths, texts] = [0, 1].map(|place| &page.0["enterprises"]["ids"][place]);
    let lengths = numbers(page, lengths);
    let mut next = usize::try_from(texts["at"].as_u64().unwrap()).unwrap();
    let mut ids = vec![Vec::new(); lengths.len()];
    for place in 0..texts["bytes"].as_u64().unwrap() {
        for (id, _) in ids.iter_mut().zip(&lengths).filter(|(_, length)| **length > place as f64) {
            id.push(page.1[next]);
            next += 1;
        }
    }
    ids.into_iter().map(|id| String::from_utf8(id).unwrap()).collect()
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
    assert_eq!(ids(&page), ["E1", "E2", "E3"]);
    assert_eq!(column(&page, "row"), [1.0; 3]);
    let verdicts: Vec<Bucket> = plan.enterprises().map(|e| e.verdict()).collect();
    let place = |bucket: &Bucket| Bucket::ALL.iter().position(|other| other == bucket).unwrap();
    let places: Vec<f64> = verdicts.iter().map(|bucket| place(bucket) as f64).collect();
    assert_eq!(column(&page, "verdict"), places);
    assert_eq!(column(&page, "park"), [1.0, 0.0, -1.0]); // E1 goes to B, E2 to A
    assert_eq!(column(&page, "land"), [20_000.0; 3]);
    let far = column(&page, "distance"); // 1330.4 and 1663.0 m
    assert_eq!((far[..2].to_vec(), far[2].is_nan()), (vec![133.0, 166.0], true));
    for (shown, bucket) in page.0["figures"]["verdicts"].as_array().unwrap().iter().zip(Bucket::ALL)
    {
        assert_eq!(shown["count"], json!(plan.summary.count(bucket)), "{bucket:?}");
    }
}

#[test]
fn ledgers_are_those_of_explain() {
    let plan = plan();
    let page = unpacked(&page(&plan, Lang::En).unwrap());
    let ledgers = &page.0["ledgers"];
    let texts: Vec<Text> = serde_json::from_value(ledgers["texts"].clone()).unwrap();
    let of = |name: &str| numbers(&page, &ledgers[name]).into_iter();
    let (mut sentences, mut headings) = (of("sentence"), of("heading"));
    let (mut parks, mut costs, mut answers) = (of("park"), of("cost"), of("answer"));
    let mut parts: Vec<_> =
        ledgers["costs"].as_array().unwrap().iter().map(|lies| numbers(&page, lies)).collect();
    parts.iter_mut().for_each(|part| part.reverse());
    let (mut said, mut asked) = (of("sentences"), of("parks"));
    for ledger in plan.explain_each().unwrap() {
        assert_eq!(said.next(), Some(ledger.sentences.len() as f64));
        for sentence in &ledger.sentences {
            assert_eq!(texts[place(headings.next())], sentence.topic.heading());
            assert_eq!(texts[place(sentences.next())], sentence.text);
        }
        for entry in ledger.parks.iter().take(place(asked.next())) {
            assert_eq!(plan.parks[place(parks.next())].park.id, entry.park);
            assert_eq!(texts[place(answers.next())], entry.text);
            let cost = costs.next().unwrap();
            let sum: f64 = parts.iter_mut().map(|part| part.pop().unwrap()).sum();
            assert!((sum - cost).abs() <= CostPart::all().count() as f64, "{sum} {cost}");
            assert!((cost / 1e2 - entry.cost_km.unwrap()).abs() <= 0.005 + 1e-9);
        }
    }
    assert_eq!((parks.next(), sentences.next(), said.next()), (None, None, None));
    let page = page.0;
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
    let page = unpacked(&page(&plan, Lang::En).unwrap());
    assert_eq!(page.0["ledgers"], Value::Null);
    assert_eq!(page.0["parks"][0]["ledger"], Value::Null);
    assert_eq!(ids(&page).len(), MOST_ENTERPRISES + 3);
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
fn an_earlier_plan_is_in_it_park_by_park() {
    let mut plan = plan();
    let mut earlier = Earlier::of(&plan, "out", 0.5);
    let [a, b] = [0, 1].map(|at| plan.parks[at].park.id.clone());
    let [e1, e2, e3] = [0, 1, 2].map(|at| plan.enterprise(at).enterprise().id.clone());
    // E1 goes to B, E2 to A, E3 nowhere: one is kept, one changes, one need not move, and two are gone.
    earlier.destinations = [(e1, b.clone()), (e2, b.clone()), (e3, a.clone())].into();
    let gone = ParkId::from("Z");
    for (id, park) in [("X1", a), ("X2", gone)] {
        earlier.destinations.insert(EnterpriseId::from(id), park);
    }
    plan.options.earlier = Some(earlier);
    let page = unpacked(&page(&plan, Lang::En).unwrap());
    let shown = &page.0["earlier"];
    assert_eq!(shown["counts"], json!(plan.replanning().unwrap()));
    assert_eq!(shown["counts"]["gone"], json!(2));
    let parks = [("A", json!(0), 2), ("B", json!(1), 2), ("Z", Value::Null, 1)];
    let parks = parks.map(|(id, now, sent)| json!({ "id": id, "now": now, "sent": sent }));
    assert_eq!(shown["parks"], json!(parks));
    assert_eq!(numbers(&page, &shown["park"]), [1.0, 1.0, 0.0]);
    assert_eq!(numbers(&page, &shown["becomes"]), [0.0, 1.0, 3.0]);
}

#[test]
fn a_plan_of_nothing_has_a_page() {
    let mut plan = serde_json::to_value(plan()).unwrap();
    for key in ["parks", "enterprises"] {
        plan[key] = json!([]);
    }
    plan["solution"]["prices"] = json!([]);
    let plan: Plan = serde_json::from_value(plan).unwrap();
    assert_eq!(ids(&unpacked(&page(&plan, Lang::Zh).unwrap())), [""; 0]);
}
