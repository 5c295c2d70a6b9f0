//! The ledger of one enterprise, project or park, or of all of them: on the screen, or as sheets to hand over.

use super::explain_sheets::{Asked, Target, write};
use crate::args::{Common, Explain};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::interrupt;
use crate::output::{print_json, say};
use crate::plan_folder;
use crate::resolve;
use crate::table::table;
use parkward_assignment::Limits;
use parkward_model::Lang;
use parkward_planning::{Answer, Bucket, Ledger, ParkLedger, Plan, PlanError, Subject};
use parkward_report::{Table, comers_table, parks_table, refused_table};

/// How many lines the tables of a park have on the screen, unless all are wanted.
const MOST: usize = 20;

pub(crate) fn run(arguments: &Explain, common: &Common) -> Result<Exit> {
    // Before the plan is read, which may take long.
    let sheets = arguments.output.as_deref().map(|to| Target::of(to, arguments));
    let sheets = sheets.transpose()?;
    let plan = plan_folder::read(&arguments.folder)?;
    let lang = resolve::lang(common, plan_folder::lang(&arguments.folder));
    let asked = match &arguments.id {
        Some(id) => vec![one(&plan, id, arguments)?],
        None => all(&plan)?,
    };
    let asked = if arguments.solve { solved(&plan, asked, lang)? } else { asked };
    if let Some(target) = &sheets {
        write(&plan, &asked, lang, target)?;
    }
    match &asked[..] {
        _ if common.json => match &asked[..] {
            [one] if arguments.id.is_some() => print_json(one)?,
            all => print_json(&all)?,
        },
        _ if sheets.is_some() => {
            if let (Some(target), false) = (sheets, common.quiet) {
                say!("{}", target.said(lang))?;
            }
        }
        all => all.iter().try_for_each(|one| one.say(&plan, common, lang))?,
    }
    Ok(Exit::Done)
}

/// The enterprise of that id, else the project, else the park, unless it was said which.
fn one(plan: &Plan, id: &str, arguments: &Explain) -> Result<Asked> {
    let park = |id| Ok(Asked::Park(Box::new(plan.explain_park(id)?)));
    if arguments.park {
        return park(id);
    }
    if arguments.project {
        return Ok(Asked::Subject(Box::new(plan.explain_project(id)?)));
    }
    match plan.explain(id) {
        Err(PlanError::NoSuchEnterprise { .. })
            if plan.parks.iter().any(|p| p.park.id.as_str() == id) =>
        {
            park(id)
        }
        found => Ok(Asked::Subject(Box::new(found?))),
    }
}

/// Everybody of whom something is decided, then the projects, then the parks.
fn all(plan: &Plan) -> Result<Vec<Asked>> {
    let decided = |ledger: &Ledger| match &ledger.subject {
        Subject::Enterprise(record) => record.verdict != Bucket::InPark,
        Subject::Project(_) => true,
    };
    let subjects = plan.explain_each()?.filter(decided);
    let mut all: Vec<Asked> = subjects.map(|ledger| Asked::Subject(Box::new(ledger))).collect();
    all.extend(plan.explain_each_park()?.map(|ledger| Asked::Park(Box::new(ledger))));
    match all.is_empty() {
        true => Err(Fault::new(
            "方案中没有企业、项目和园区",
            "the plan has no enterprise, project or park",
        )),
        false => Ok(all),
    }
}

/// With what would place the unplaced planned anew.
fn solved(plan: &Plan, asked: Vec<Asked>, lang: Lang) -> Result<Vec<Asked>> {
    interrupt::listen(lang);
    interrupt::solving();
    let limits = Limits { cancel: Some(interrupt::flag()), ..Limits::default() };
    let solve = |one| match one {
        Asked::Subject(ledger) => {
            let ledger = plan.with_repairs_solved(*ledger, &limits)?;
            Ok(Asked::Subject(Box::new(ledger)))
        }
        park => Ok(park),
    };
    asked.into_iter().map(solve).collect()
}

impl Asked {
    fn say(&self, plan: &Plan, common: &Common, lang: Lang) -> Result<()> {
        match self {
            Self::Subject(ledger) => say_subject(ledger, lang),
            Self::Park(ledger) => say_park(ledger, plan, common, lang),
        }
    }
}

fn say_subject(ledger: &Ledger, lang: Lang) -> Result<()> {
    let subject = &ledger.subject;
    let noun = match (subject, lang) {
        (Subject::Enterprise(_), _) => "",
        (Subject::Project(_), Lang::Zh) => "项目 ",
        (Subject::Project(_), Lang::En) => "Project ",
    };
    let name = format!("{noun}{} {}", subject.id(), subject.name());
    say!("{}: {}", name.trim_end(), subject.verdict().in_lang(lang))?;
    say!("\n{}\n", ledger.prose.in_lang(lang))?;
    // Who does not move has asked no park.
    if ledger.parks.iter().any(|entry| entry.answer != Answer::NotAsked) {
        say_table(parks_table(ledger, lang))?;
    }
    Ok(())
}

fn say_park(ledger: &ParkLedger, plan: &Plan, common: &Common, lang: Lang) -> Result<()> {
    let park = &ledger.planned.park;
    let noun = if lang == Lang::Zh { "园区" } else { "Park" };
    say!("{noun} {} {}", park.id, park.label(lang))?;
    say!("\n{}\n", ledger.prose.in_lang(lang))?;
    let tables = [comers_table(ledger, plan, lang), refused_table(ledger, plan, lang)];
    let most = if common.verbose { usize::MAX } else { MOST };
    for mut table in tables.into_iter().flatten() {
        let hidden = table.rows.len().saturating_sub(most);
        table.rows.truncate(most);
        say_table(table)?;
        match lang {
            _ if hidden == 0 => {}
            Lang::Zh => say!("… 另有 {hidden} 家；-v 全部显示，-o 写成告知单")?,
            Lang::En => say!("… and {hidden} more; -v shows all, -o writes a sheet")?,
        }
    }
    Ok(())
}

fn say_table(Table { header, numbers, rows }: Table) -> Result<()> {
    say!("{}", table(header, numbers, rows))
}
