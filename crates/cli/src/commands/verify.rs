//! An independent check of a written plan, in two depths: by its folder alone, and with its inputs.

mod again;
mod inputs;
mod listed;
mod signature;

use crate::args::{Common, Verify};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::output::{print_json, say};
use crate::plan_folder::{self, Provenance, ROADS, digest_line};
use crate::project::sha256;
use crate::{interrupt, resolve};
use parkward_io::Maker;
use parkward_model::{Lang, Text};
use parkward_planning::{Plan, Verification};
use serde_json::json;

pub(crate) fn run(arguments: &Verify, common: &Common) -> Result<Exit> {
    let lang = resolve::lang(common, plan_folder::lang(&arguments.folder));
    interrupt::listen(lang);
    let folder = &arguments.folder;
    let mut found = Verification::default();
    let digest = listed::check(folder, arguments.signers.as_deref(), &mut found)?;
    let provenance = Provenance::read(folder);
    let made_by = match &provenance {
        Ok((_, value)) if value["made_by"] == Maker::Export.name() => Maker::Export,
        _ => Maker::Plan,
    };
    let place = match (made_by, &arguments.plan) {
        (Maker::Export, None) => {
            return Err(Fault::new(
                "是 `parkward export` 写的；请用 --plan 指明其方案的文件夹",
                "`parkward export` wrote this; name the folder of its plan with --plan",
            )
            .at(folder.display()));
        }
        (_, plan) => plan.as_ref().unwrap_or(folder),
    };
    let plan = plan_folder::read(place)?;
    if lacks_roads(&plan, &mut found) {
        tell(&found, digest.as_deref(), common, lang)?;
        return Ok(Exit::Found);
    }
    if made_by == Maker::Plan {
        found.append(plan.verify()?);
        look_at_rule_book(&plan, &mut found);
    }
    match provenance {
        Ok((provenance, value)) => {
            again::check(&plan, made_by, folder, (&provenance, value), &mut found)?;
            if let Some(named) = &arguments.inputs {
                let named = named.as_deref();
                inputs::check(&plan, folder, provenance.plan_file.as_ref(), named, &mut found)?;
            }
        }
        Err(error) => {
            let Text { zh, en } = error.text();
            found.disagree(format!("无法据以重做文件：{zh}"), en);
        }
    }
    if let Some(key) = &arguments.sign
        && found.holds()
    {
        found.checks.push(signature::sign(folder, key, lang)?);
    }
    tell(&found, digest.as_deref(), common, lang)?;
    Ok(if found.holds() { Exit::Done } else { Exit::Found })
}

/// Whether a plan goes by road and its roads, which every such plan is written with, are not there: nothing can then be
/// held that rests on distances, and whoever took them away could have written any.
fn lacks_roads(plan: &Plan, found: &mut Verification) -> bool {
    let lacks = plan.options.by_road.as_ref().is_some_and(|by_road| by_road.roads.is_none());
    if lacks {
        found.disagree(
            format!("{ROADS}：距离按道路计算，而道路不在此处，无从核对距离及由其得出的内容"),
            format!(
                "{ROADS}: distances are by road, and the roads are not there to hold them against, nor what rests on them"
            ),
        );
    }
    lacks
}

fn look_at_rule_book(plan: &Plan, found: &mut Verification) {
    let book = &plan.rule_book;
    match sha256(&book.text) == book.sha256 {
        true => found.checked("规则书的 SHA-256", "the rule book's SHA-256"),
        false => found.disagree(
            "rule_book.sha256：不是 rule_book.text 的",
            "rule_book.sha256: is not that of rule_book.text",
        ),
    }
}

/// How many disagreements are told, unless all are wanted.
const MOST: usize = 30;

fn tell(found: &Verification, digest: Option<&str>, common: &Common, lang: Lang) -> Result<()> {
    let words = |texts: &[Text]| -> Vec<String> {
        texts.iter().map(|text| text.in_lang(lang).to_owned()).collect()
    };
    let parts = [&found.checks, &found.open, &found.disagreements].map(|texts| words(texts));
    if common.json {
        let [checks, open, disagreements] = parts;
        return print_json(&json!({
            "holds": found.holds(),
            "digest": digest,
            "checks": checks,
            "not_checked": open,
            "disagreements": disagreements,
        }));
    }
    if common.quiet {
        return Ok(());
    }
    let most = if common.verbose { usize::MAX } else { MOST };
    let [checks, open, disagreements] = &parts;
    for (sign, lines) in [("✓", checks), ("?", open)] {
        lines.iter().try_for_each(|line| say!("{sign} {line}"))?;
    }
    disagreements.iter().take(most).try_for_each(|line| say!("✗ {line}"))?;
    let more = disagreements.len().saturating_sub(most);
    match lang {
        _ if more == 0 => {}
        Lang::Zh => say!("✗ … 另有 {more} 行；-v 全部显示")?,
        Lang::En => say!("✗ … and {more} more; -v shows all")?,
    }
    if let Some(digest) = digest {
        say!("{}", digest_line(digest, lang))?;
    }
    Ok(())
}
