//! The whole job.

mod report;
mod steps;

use crate::args::{Common, PlanArgs};
use crate::commands::plan::report::report;
use crate::commands::plan::steps::Steps;
use crate::exit::Exit;
use crate::fault::Result;
use crate::interrupt;
use crate::output::{print_json, say, tell_rejects};
use crate::plan_folder;
use crate::resolve;
use parkward_io::{Maker, OutputFolder};
use parkward_model::{Lang, Text};
use parkward_planning::{Plan, Step};

pub(crate) fn run(arguments: &PlanArgs, common: &Common) -> Result<Exit> {
    interrupt::listen(resolve::lang(common, Lang::En));
    let mut steps = Steps::new(common, arguments.progress, resolve::lang(common, Lang::En));
    steps.say("读取", "reading");
    let project = resolve::open(arguments)?;
    let lang = resolve::lang(common, project.file.lang);
    interrupt::listen(lang);
    steps.speak(lang);
    let inputs = project.inputs();
    OutputFolder::check(&arguments.output, Maker::Plan, &inputs)?;
    let limits = arguments.search.limits(interrupt::flag())?;
    let mut survey = project.survey()?;
    let by_road = project.by_road(&mut survey)?;
    let base = project.base()?;

    steps.say("定位、筛查并列出园区", "locating, screening and listing parks");
    let earlier = arguments.earlier.as_deref();
    let options = resolve::options(&project, arguments.as_of, earlier, by_road)?;
    let plan = Plan::make(
        survey,
        &project.rules,
        project.rule_book.clone(),
        &options,
        &limits,
        &mut |step| match step {
            Step::Solving(None) => {
                interrupt::solving();
                steps.say("求解", "solving");
            }
            Step::Solving(Some(at)) => {
                let [cost, bound] = [at.cost, at.lower_bound].map(km);
                steps.show(&Text::new(
                    format!("求解：成本 {cost:.1} 公里，下界 {bound:.1} 公里"),
                    format!("solving: cost {cost:.1} km, bound {bound:.1} km"),
                ));
            }
            Step::Robustness => steps.say("变动数据后重算", "placing again"),
            Step::Describing => steps.say("整理说明", "describing"),
            Step::Phases => steps.say("分年安排", "spreading over years"),
        },
    );
    let plan = Plan { base, ..project.decided(plan)? };

    steps.say("写入", "writing");
    let took = |what: &str, time| {
        steps.took(&Text::new(format!("写入 {what}"), format!("writing {what}")), time);
    };
    let (stamp, target) = (arguments.timestamp, &arguments.output);
    let digest = plan_folder::write(&plan, &project, lang, stamp, target, took)?;
    steps.done();
    tell_rejects(&plan.inputs, lang);

    if common.json {
        print_json(
            &serde_json::json!({ "summary": plan.summary, "solution": plan.solution, "folder": arguments.output, "digest": digest }),
        )?;
    } else if !common.quiet {
        say!("{}", report(&plan, &project, lang, &arguments.output, &digest))?;
    }
    if interrupt::interrupted() {
        return Ok(Exit::Interrupted);
    }
    let found = !plan.rejects.is_empty() || plan.summary.unplaced > 0;
    Ok(if arguments.strict && found { Exit::Found } else { Exit::Done })
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn km(mm: i64) -> f64 {
    mm as f64 / 1e6
}
