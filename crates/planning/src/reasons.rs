//! Why an enterprise ends where it ends, in words. The words follow from the decision, so a plan does
//! not hold them: a million sentences in two languages would weigh more than all the rest of it.

use crate::by_road::travel::Travel;
use crate::settings::resource::Resource;
use parkward_model::{AreaUnits, Enterprise, Hectares, Lang, Metres, Park, ParkId, Text};
use parkward_policy::{Finding, LandBasis};
use std::fmt::Write as _;

/// One reason.
pub(crate) enum Reason<'a> {
    /// It stands in a park.
    StandsIn(&'a Park),
    /// A screening rule found something.
    Found(&'a Finding),
    /// Something that has to be known is not.
    Unknown(Unknown<'a>),
    /// It gets other land than it has, or wants more than it gets.
    LandNeed {
        /// What it gets.
        need: Hectares,
        /// Why.
        basis: LandBasis,
        /// What it has.
        present: Hectares,
        /// In which unit that is said.
        areas: AreaUnits,
    },
    /// It moves.
    Moves {
        /// Where to.
        park: &'a Park,
        /// How far it is.
        distance: Metres,
        /// How it goes by road, if it does.
        travel: Option<Travel>,
        /// Industry fit, 0…1.
        fit: f64,
    },
    /// It should move or settle, and is unplaced.
    LeftOut(LeftOut),
    /// It goes where it goes by decision.
    Pinned(&'a Text),
    /// It may not go to some parks by decision.
    Forbidden(Vec<&'a ParkId>, &'a Text),
    /// It stays by decision.
    Locked(&'a Text),
    /// It should stay by decision, and a rule closes it.
    LockedAndClosed(&'a Text),
    /// The words of a plan that was read.
    Written(&'a Text),
}

impl Reason<'_> {
    /// The reason in both languages.
    pub(crate) fn text(&self) -> Text {
        match self {
            Self::Found(finding) => finding.text.clone(),
            Self::Written(text) => (*text).clone(),
            _ => {
                let in_lang = |lang| {
                    let mut words = String::new();
                    self.say(lang, &mut words);
                    words
                };
                Text::new(in_lang(Lang::Zh), in_lang(Lang::En))
            }
        }
    }

    /// Adds the reason in one language to `words`.
    pub(crate) fn say(&self, lang: Lang, words: &mut String) {
        // Writing to a String cannot fail.
        let _ = match (self, lang) {
            (Self::StandsIn(park), Lang::Zh) => write!(words, "位于 {}", park.label(lang)),
            (Self::StandsIn(park), Lang::En) => write!(words, "stands in {}", park.label(lang)),
            (Self::Found(finding), _) => write!(words, "{}", finding.text.in_lang(lang)),
            (Self::Unknown(unknown), _) => unknown.say(lang, words),
            (Self::LandNeed { need, basis, present, areas }, _) => {
                let [need, present] = [need, present].map(|land| areas.text(*land, 2));
                let (label, need, present) =
                    (basis.label(), need.in_lang(lang), present.in_lang(lang));
                let why = label.in_lang(lang);
                match lang {
                    Lang::Zh => write!(words, "园区用地需求 {need}，现状 {present}（{why}）"),
                    Lang::En => write!(words, "needs {need} in a park, has {present} ({why})"),
                }
            }
            (Self::Moves { park, distance, travel, fit }, _) => {
                let [to, over, of] = match (lang, travel) {
                    (Lang::Zh, None) => ["迁入 ", "：距离 ", " 公里，产业适配度 "],
                    (Lang::En, None) => ["moves to ", ": ", " km away, industry fit "],
                    (Lang::Zh, Some(_)) => ["迁入 ", "：道路距离 ", "，产业适配度 "],
                    (Lang::En, Some(_)) => ["moves to ", ": ", ", industry fit "],
                };
                [to, park.label(lang), over].iter().for_each(|part| words.push_str(part));
                two_decimals(words, distance.kilometres());
                if let Some(travel) = travel {
                    words.push_str(travel.aside().in_lang(lang));
                }
                words.push_str(of);
                two_decimals(words, *fit);
                Ok(())
            }
            (Self::LeftOut(why), _) => why.say(lang, words),
            (Self::Pinned(why), Lang::Zh) => write!(words, "{PINNED}：{}", why.in_lang(lang)),
            (Self::Pinned(why), Lang::En) => {
                write!(words, "pinned by decision: {}", why.in_lang(lang))
            }
            (Self::Forbidden(parks, why), _) => {
                let parks = parks.iter().map(|park| park.as_str()).collect::<Vec<_>>().join(", ");
                let why = why.in_lang(lang);
                match lang {
                    Lang::Zh => write!(words, "经决定不得迁入 {parks}：{why}"),
                    Lang::En => write!(words, "not to {parks} by decision: {why}"),
                }
            }
            (Self::Locked(why), Lang::Zh) => write!(words, "经决定原地保留：{}", why.in_lang(lang)),
            (Self::Locked(why), Lang::En) => {
                write!(words, "stays by decision: {}", why.in_lang(lang))
            }
            (Self::LockedAndClosed(why), Lang::Zh) => write!(
                words,
                "决定要求保留（{}），但不能推翻淘汰规则，须人工裁定",
                why.in_lang(lang)
            ),
            (Self::LockedAndClosed(why), Lang::En) => write!(
                words,
                "a decision keeps it ({}), which does not override the rule that closes it: a person has to \
                 settle this",
                why.in_lang(lang)
            ),
            (Self::Written(text), _) => write!(words, "{}", text.in_lang(lang)),
        };
    }
}

/// How the reason of somebody who is pinned begins in Chinese.
const PINNED: &str = "经决定指定";

/// Whether a written reason is that somebody is pinned.
pub(crate) fn is_pin(reason: &Text) -> bool {
    reason.zh.starts_with(PINNED)
}

/// What has to be known before an enterprise can be sent anywhere, and is not.
pub(crate) enum Unknown<'a> {
    Industry,
    Land,
    Need(&'a Resource),
}

impl Unknown<'_> {
    fn say(&self, lang: Lang, words: &mut String) -> std::fmt::Result {
        match (self, lang) {
            (Self::Industry, Lang::Zh) => write!(words, "行业未知，须人工核实"),
            (Self::Industry, Lang::En) => write!(words, "its industry is unknown; to be checked"),
            (Self::Land, Lang::Zh) => write!(words, "用地需求未知，须人工核实"),
            (Self::Land, Lang::En) => write!(words, "its land need is unknown; to be checked"),
            (Self::Need(resource), Lang::Zh) => {
                write!(words, "{} 需求未知，须人工核实", resource.name.in_lang(lang))
            }
            (Self::Need(resource), Lang::En) => {
                write!(
                    words,
                    "its need of {} is unknown; to be checked",
                    resource.name.in_lang(lang)
                )
            }
        }
    }
}

/// All that is not known of an enterprise and has to be.
pub(crate) fn unknown<'a>(
    enterprise: &'a Enterprise,
    resources: &'a [Resource],
) -> impl Iterator<Item = Unknown<'a>> {
    let lacks = |resource: &&Resource| {
        !enterprise.facts.number(&resource.need).is_some_and(|need| need >= 0.0)
    };
    let industry = enterprise.industry.is_none().then_some(Unknown::Industry);
    let land = enterprise.land.is_none().then_some(Unknown::Land);
    let needs = resources.iter().filter(lacks).map(Unknown::Need);
    industry.into_iter().chain(land).chain(needs)
}

/// Adds a number at two decimals, as `{:.2}` does and in a fraction of its time: there are two in the
/// reason of everybody who moves.
fn two_decimals(words: &mut String, number: f64) {
    let hundredths = number * 100.0 + 0.5;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10^11")]
    let mut rest = hundredths.clamp(0.0, 1e11) as u64;
    // Near a half, or where the product is inexact by more than its distance from one, exact
    // arithmetic has to decide.
    let clear = (1e-3..1.0 - 1e-3).contains(&(hundredths - rest as f64));
    if !clear || !(0.0..1e9).contains(&number) {
        let _ = write!(words, "{number:.2}"); // writing to a String cannot fail
        return;
    }
    let mut text = [b'.'; 16];
    let mut start = text.len();
    for index in 0.. {
        if index > 3 && rest == 0 {
            break;
        }
        start -= 1;
        if index != 2 {
            text[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
    }
    words.push_str(std::str::from_utf8(&text[start..]).expect("digits and a point"));
}

/// What a park answers to whom no road leads there.
pub(crate) fn no_road_leads_there() -> Text {
    Text::new("没有道路通到", "no road leads there")
}

fn have(count: u32) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

/// What the parks that may take somebody have to say, who goes to none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftOut {
    /// No park within the cut-off may take it.
    NoPark,
    /// No road leads from it to any park.
    NoRoad,
    /// It needs more than any of the `allowed` parks has in all.
    TooLarge { allowed: u32 },
    /// None of the `allowed` parks has room for all its needs in the finished plan.
    NoRoom { allowed: u32 },
    /// Some have room, and each of them costs more than leaving it out.
    TooDear { roomy: u32, allowed: u32 },
    /// Some have room and cost no more than leaving it out. The solver leaves no such plan behind; one
    /// that was written by others may be so.
    Missed { roomy: u32, allowed: u32 },
}

impl LeftOut {
    fn say(self, lang: Lang, words: &mut String) -> std::fmt::Result {
        match (self, lang) {
            (Self::NoRoad, Lang::Zh) => {
                write!(words, "附近没有可驶入并通往园区的道路（no_road）")
            }
            (Self::NoRoad, Lang::En) => {
                write!(words, "no road near it that can be got onto leads to any park (no_road)")
            }
            (Self::NoPark, Lang::Zh) => write!(words, "截止距离内没有园区可予接收"),
            (Self::NoPark, Lang::En) => {
                write!(words, "no park within the cut-off may take it")
            }
            (Self::TooLarge { allowed }, Lang::Zh) => {
                write!(words, "可接收的 {allowed} 个园区总容量均小于其需求")
            }
            (Self::TooLarge { allowed: 1 }, Lang::En) => {
                write!(words, "it needs more than the one park that may take it has in all")
            }
            (Self::TooLarge { allowed }, Lang::En) => write!(
                words,
                "it needs more than any of the {allowed} parks that may take it has in all"
            ),
            (Self::NoRoom { allowed }, Lang::Zh) => {
                write!(words, "可接收的 {allowed} 个园区均无足够容量")
            }
            (Self::NoRoom { allowed: 1 }, Lang::En) => {
                write!(words, "the one park that may take it has no room for it")
            }
            (Self::NoRoom { allowed }, Lang::En) => {
                write!(words, "none of the {allowed} parks that may take it has room for it")
            }
            (Self::TooDear { roomy, allowed }, Lang::Zh) => write!(
                words,
                "可接收的 {allowed} 个园区中有 {roomy} 个容量足够，但迁入成本均高于不予安置"
            ),
            (Self::TooDear { roomy, allowed }, Lang::En) => write!(
                words,
                "{roomy} of the {allowed} parks that may take it {} room for it, but would cost more than \
                 leaving it unplaced",
                have(roomy)
            ),
            (Self::Missed { roomy, allowed }, Lang::Zh) => {
                write!(words, "可接收的 {allowed} 个园区中有 {roomy} 个容量足够，方案却未予安置")
            }
            (Self::Missed { roomy, allowed }, Lang::En) => write!(
                words,
                "{roomy} of the {allowed} parks that may take it {} room for it, and the plan leaves it \
                 unplaced all the same",
                have(roomy)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::two_decimals;

    #[test]
    fn two_decimals_are_those_of_the_standard_library() {
        let mut state = 7_u64;
        for round in 0..200_000_u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = match round % 4 {
                0 => f64::from(round) / 1_000.0,
                1 => f64::from(round) / 8.0,
                2 => f64::from_bits(state), // any number whatever
                _ => f64::from((state >> 40) as u32) / 12_345.678,
            };
            let mut words = String::new();
            two_decimals(&mut words, number);
            assert_eq!(words, format!("{number:.2}"), "{number:e}");
        }
    }
}
