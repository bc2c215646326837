//! What to know before an exam.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::load_exam_brief;
use super::reading::{first_unread, reading_list};
use super::view::{BriefView, FirstView, StandingView};
use super::words::reading_first;
use crate::ui::{
    FormAlert, HiddenField, Icon, IconName, Notice, PageHead, Stat, StatRow, Strength, StrengthBars, SubmitButton, Tone,
};
use crate::{Flash, Frame, loaded, paths};

/// The brief of an exam: what is covered, how it goes, and whether it may be started.
#[component]
pub fn ExamPage() -> impl IntoView {
    let scope = use_params_map().with_untracked(|params| params.get("scope")).unwrap_or_default();
    loaded(load_exam_brief(scope), |brief| {
        let heading = format!("Exam: {}", brief.title);
        let alert = Flash::of("start-exam").alert();
        // Whoever cannot begin wants to know why, not the rules.
        let open = matches!(brief.standing, StandingView::Open);
        let lede = "It shows whether you can take these calls. Take it when you are rested and undisturbed.";
        let eyebrow = if brief.renews.is_some() { "Renewal of your certificate" } else { "Certification" };
        view! {
            <Frame title=heading.clone() current=paths::HOME>
                <div class="page page-narrow">
                    <PageHead title=heading eyebrow=eyebrow lede=lede />
                    <FormAlert message=alert />
                    {against(&brief)}
                    {(!open).then(|| standing(&brief))}
                    {rules(&brief)}
                    {covered(&brief)}
                    {open.then(|| standing(&brief))}
                </div>
            </Frame>
        }
    })
}

fn rules(brief: &BriefView) -> AnyView {
    let questions = count_words(brief.min_items, brief.max_items);
    let (range, minutes) = (stat_words(brief), format!("{} min", brief.minutes));
    let attempts = match (&brief.standing, brief.attempts_left) {
        (StandingView::Passed(_), _) => format!("{} in all", brief.attempts),
        (_, 0) => "none left".to_owned(),
        (_, left) => format!("{left} of {} left", brief.attempts),
    };
    let extra = (brief.extra > 0).then(|| format!("You have {} % more time: {} min.", brief.extra, brief.minutes));
    let between = match brief.cooldown_hours {
        0 => "the next one may follow at once".to_owned(),
        1 => "1 hour between them".to_owned(),
        hours => format!("{hours} hours between them"),
    };
    let points = [
        Some(format!("You get {questions} questions. It ends as soon as your answers decide it.")),
        Some(standard(brief)),
        extra,
        brief.critical.then(|| "A few questions have to be answered right, whatever else goes well.".to_owned()),
        Some("It is an open exam of what you know: you may look things up. Lessons stay open, but the clock runs on.".to_owned()),
        Some("Every answer is saved as you give it. If the line drops, sign in and go on.".to_owned()),
        Some("You cannot go back to a question that you have answered.".to_owned()),
        Some("You see no right or wrong on the way; afterwards you see your result by objective.".to_owned()),
        Some(afterwards(brief)),
        brief.renews.as_deref().map(|ends| {
            format!(
                "Your present certificate holds until {ends}, whatever comes of this exam. A pass brings a new one, which counts from the day you pass: the days left on the present one are not added."
            )
        }),
    ];
    let points = points
        .into_iter()
        .flatten()
        .map(|words| view! { <li><Icon name=IconName::Check class="size-4.5" /><span>{words}</span></li> })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="rules">
            <h2 id="rules" class="section-title">
                "How it goes"
            </h2>
            <StatRow>
                <Stat label="Questions" value=range note=Some("it stops as soon as it is sure".to_owned()) />
                <Stat
                    label="Time"
                    value=minutes
                    note=Some("by the server’s clock, also while you are away".to_owned())
                />
                <Stat label="Attempts" value=attempts note=Some(between) />
            </StatRow>
            <ul class="points">{points}</ul>
        </section>
    }
    .into_any()
}

/// What a pass means, in the policy's own figures.
fn standard(brief: &BriefView) -> String {
    let (sure, enough) = (&brief.certify_at, &brief.final_at);
    let what = if brief.panel {
        "The standard is what somebody just good enough would get right, as a panel set it."
    } else {
        "The standard is what somebody just good enough would get right."
    };
    format!(
        "You pass when we can be {sure} sure that you meet the standard; at the end of {} questions {enough} sure is enough. {what}",
        brief.max_items
    )
}

fn afterwards(brief: &BriefView) -> String {
    let days = brief.valid_days;
    match brief.observed_calls {
        0 => format!("When you pass you get your certificate. It holds for {days} days."),
        calls => format!("When you pass, {calls} observed calls come next; then your certificate, for {days} days."),
    }
}

fn count_words(min: u32, max: u32) -> String {
    if min < max { format!("between {min} and {max}") } else { max.to_string() }
}

fn stat_words(brief: &BriefView) -> String {
    if brief.min_items < brief.max_items {
        format!("{} to {}", brief.min_items, brief.max_items)
    } else {
        brief.max_items.to_string()
    }
}

fn covered(brief: &BriefView) -> AnyView {
    let rows = brief.covered.iter().map(|module| Strength {
        label: module.title.clone(),
        share: module.share,
        words: module.words.clone(),
        advice: None,
    });
    view! {
        <section class="panel">
            <StrengthBars caption="What is covered, by its share of the questions" rows=rows.collect() of="Module" />
        </section>
    }
    .into_any()
}

/// What somebody decided about their certificate.
fn against(brief: &BriefView) -> Option<AnyView> {
    let title = if brief.suspended { "Your certificate is suspended." } else { "Your certificate was revoked." };
    let lines =
        brief.against.iter().map(|line| view! { <p class="whitespace-pre-line wrap-anywhere">{line.clone()}</p> });
    let lines = lines.collect_view();
    (!brief.against.is_empty()).then(|| view! { <Notice tone=Tone::Bad title=title>{lines}</Notice> }.into_any())
}

/// Whether it may be started: the page's one action, or why there is none.
fn standing(brief: &BriefView) -> AnyView {
    let missed = brief.missed.as_deref().map(paths::attempt);
    let home = || {
        let result = missed.clone().map(|href| {
            view! {
                <a class="btn btn-primary" href=href>
                    "Your result, and what to read"
                </a>
            }
        });
        view! { <div class="actions">{result} <a class="btn" href=paths::HOME>"Home"</a></div> }
    };
    match &brief.standing {
        StandingView::Open => view! {
            <form class="actions" method="post" action=paths::form("start-exam")>
                <HiddenField name="scope" value=brief.scope.clone() />
                <SubmitButton label="Begin the exam" icon=IconName::ArrowRight />
                <a class="btn" href=paths::HOME>
                    "Not now"
                </a>
            </form>
        }
        .into_any(),
        StandingView::InProgress(attempt) => view! {
            <Notice tone=Tone::Info title="Your exam is open.">"The clock is running. Everything you answered is saved."</Notice>
            <div class="actions">
                <a class="btn btn-primary" href=paths::attempt(attempt)>
                    "Go on with your exam"
                    <Icon name=IconName::ArrowRight class="size-4.5" />
                </a>
            </div>
        }
        .into_any(),
        StandingView::Locked(missing) => {
            let first = missing.iter().find_map(|missing| missing.link.clone());
            let links = missing.iter().map(first_module).collect_view();
            view! {
                <Notice tone=Tone::Neutral title="Not open yet. Finish these first:">
                    <ul class="list-disc pl-5">{links}</ul>
                </Notice>
                {first.map(|link| view! { <div class="actions"><a class="btn btn-primary" href=link>"Go there"</a></div> })}
            }
            .into_any()
        }
        StandingView::Remedial(opens) => remedial(brief, opens.as_deref()),
        StandingView::CoolingDown(until) => {
            let words = if brief.to_read.is_empty() {
                "Use the time to read what your last result names."
            } else {
                "You have read everything that your last result gave you to read. Now it only takes time."
            };
            view! {
                <Notice tone=Tone::Neutral title=format!("The exam opens again on {until}.")>{words}</Notice>
                {home()}
            }
            .into_any()
        }
        StandingView::NoAttemptsLeft => view! {
            <Notice tone=Tone::Warn title="All your attempts are used.">"Talk to your manager about the next step."</Notice>
            {home()}
        }
        .into_any(),
        // A pass does not help whoever is suspended.
        StandingView::Passed(_) if brief.suspended => home().into_any(),
        StandingView::Passed(renewable) => {
            let words = after_a_pass(renewable.as_deref());
            view! {
            <Notice tone=Tone::Good title="You have passed this exam.">{words}</Notice>
            <div class="actions">
                <a class="btn btn-primary" href=paths::CERTIFICATES>
                    "Your certificates"
                </a>
            </div>
        }
        .into_any()
        }
    }
}

/// A module that comes first: a link where it is open, else when it opens.
fn first_module(first: &FirstView) -> AnyView {
    let title = first.title.clone();
    match (&first.link, &first.opens) {
        (Some(link), _) => view! { <li><a class="link" href=link.clone()>{title}</a></li> }.into_any(),
        (None, opens) => {
            let opens = opens.as_ref().map(|opens| view! { <span class="quiet small">" " {opens.clone()}</span> });
            view! { <li>{title} {opens}</li> }.into_any()
        }
    }
}

/// What is read before the next try, and when it opens then.
fn remedial(brief: &BriefView, opens: Option<&str>) -> AnyView {
    let left = brief.to_read.iter().filter(|lesson| !lesson.read).count();
    let title = reading_first(u32::try_from(left).unwrap_or(u32::MAX), opens);
    let first = first_unread(&brief.to_read).map(|lesson| {
        view! {
            <a class="btn btn-primary" href=lesson.href.clone()>
                {if left == brief.to_read.len() { "Start reading" } else { "Go on reading" }}
                <Icon name=IconName::ArrowRight class="size-4.5" />
            </a>
        }
    });
    let result = brief.missed.as_deref().map(|missed| {
        view! {
            <a class="btn" href=paths::attempt(missed)>
                "Your last result"
            </a>
        }
    });
    view! {
        <Notice tone=Tone::Info title=title>
            "They are about what your last exam showed least of. Mark each as read at its end."
        </Notice>
        {reading_list("Before you try again", &brief.to_read, true)}
        <div class="actions">{first} {result}</div>
    }
    .into_any()
}

fn after_a_pass(renewable: Option<&str>) -> String {
    match renewable {
        Some(day) => format!("There is nothing to do here until {day}, when you can renew your certificate."),
        None => "There is nothing to do here until your certificate is granted.".to_owned(),
    }
}
