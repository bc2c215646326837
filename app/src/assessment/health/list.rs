//! Question health: which questions need a look.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::load_questions;
use super::parts::links;
use super::rows::{pages, rows};
use super::view::{QuestionFilter, QuestionsView};
use super::whole::{highest, picture, whole};
use crate::ui::{EmptyState, HiddenField, Icon, IconName, Notice, PageHead, Select, SelectOption, SubmitButton, Tone};
use crate::{Frame, loaded, paths};

/// Question health.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    let filter = use_query_map().with_untracked(|query| {
        let value = |name: &str| query.get(name).unwrap_or_default();
        QuestionFilter {
            answers: value("answers"),
            module: value("module"),
            show: value("show"),
            sort: value("sort"),
            page: value("page"),
        }
    });
    loaded(load_questions(filter), page)
}

fn page(view: QuestionsView) -> impl IntoView {
    let first = view.filter.sort.is_empty() && view.page == 1 && !view.filter.narrows();
    let lede = match (view.need_look, view.all) {
        (_, 0) => "There are no questions yet.".to_owned(),
        (0, all) => format!("{all} questions. Nothing in the answers so far asks for a look at one of them."),
        (1, all) => format!("1 of {all} questions needs a look.{}", if first { " It stands first." } else { "" }),
        (look, all) => {
            format!("{look} of {all} questions need a look.{}", if first { " They stand first." } else { "" })
        }
    };
    let csv = view.filter.href(paths::QUESTIONS_CSV);
    let eyebrow = view.title.clone().unwrap_or_default();
    let (objections, filters, list, pages) = (objections(&view), filters(&view), list(&view), pages(&view));
    let (above, below) = match picture(&view) {
        Some(picture) => {
            let exposed = highest(&view.highest);
            (Some(view! { <div class="cols"><div>{picture}</div><div>{exposed}</div></div> }), None)
        }
        // Without a picture there is not much to see above the list.
        None => (None, highest(&view.highest)),
    };
    let whole = view.whole.as_ref().zip(view.title.as_deref()).map(|(found, title)| whole(found, title));
    view! {
        <Frame title="Questions" current=paths::QUESTIONS>
            <div class="page">
                <PageHead title="How do the questions do?" eyebrow=eyebrow lede=lede>
                    <a class="btn" href=paths::STANDARDS>
                        "Standards"
                    </a>
                    <a class="btn" href=csv download="questions.csv">
                        <Icon name=IconName::Download class="size-4.5" />
                        "Download as CSV"
                    </a>
                </PageHead>
                {objections}
                {filters}
                {above}
                {list}
                {pages}
                {whole}
                {below}
                {about()}
            </div>
        </Frame>
    }
}

fn objections(view: &QuestionsView) -> Option<AnyView> {
    let open: u32 = view.objections.iter().map(|(_, open)| open).sum();
    let shown = links(&view.objections.iter().map(|(link, _)| link.clone()).collect::<Vec<_>>());
    let title = if open == 1 {
        "1 objection waits for an answer".to_owned()
    } else {
        format!("{open} objections wait for an answer")
    };
    (open > 0).then(|| {
        view! {
            <Notice tone=Tone::Accent title=title>
                <p>{shown}</p>
            </Notice>
        }
        .into_any()
    })
}

fn filters(view: &QuestionsView) -> AnyView {
    let options = |pairs: &[(String, String)]| {
        pairs.iter().map(|(value, label)| SelectOption::new(value, label)).collect::<Vec<_>>()
    };
    let filter = view.filter.clone();
    let everything = QuestionFilter { module: String::new(), show: String::new(), ..filter.clone() };
    let narrows = filter.narrows();
    let show = [("look", "Needs a look"), ("suspended", "Not asked any more"), ("objected", "With an objection")];
    let show = show.map(|(value, label)| SelectOption::new(value, label)).to_vec();
    let several = view.modules.len() > 1;
    view! {
        <form class="filters" method="get" action=paths::QUESTIONS role="search" aria-label="Find questions">
            <Select label="Answers from" name="answers" options=options(&view.subjects) selected=Some(filter.answers) />
            {several
                .then(|| {
                    view! {
                        <Select
                            label="Module"
                            name="module"
                            options=options(&view.modules)
                            selected=Some(filter.module)
                            none="All modules"
                        />
                    }
                })}
            <Select label="Show" name="show" options=show selected=Some(filter.show) none="All questions" />
            {(!filter.sort.is_empty()).then(|| view! { <HiddenField name="sort" value=filter.sort /> })}
            <SubmitButton label="Show" class="btn" />
            {narrows
                .then(|| {
                    view! {
                        <a class="btn btn-ghost" href=everything.href(paths::QUESTIONS)>
                            "Show all"
                        </a>
                    }
                })}
        </form>
    }
    .into_any()
}

fn list(view: &QuestionsView) -> AnyView {
    let body = if view.rows.is_empty() {
        let everything = QuestionFilter { module: String::new(), show: String::new(), ..view.filter.clone() };
        let (title, words) = if view.filter.narrows() {
            ("Nothing here", "No question fits this filter.")
        } else {
            ("No questions yet", "They come with the packs. As soon as there are some, you see here how they do.")
        };
        let all = view.filter.narrows().then(|| {
            view! {
                <a class="btn" href=everything.href(paths::QUESTIONS)>
                    "Show all"
                </a>
            }
        });
        view! { <EmptyState icon=IconName::Search title=title words=words>{all}</EmptyState> }.into_any()
    } else {
        rows(view)
    };
    view! {
        <section class="panel panel-flush" aria-label="Questions">
            {body}
        </section>
    }
    .into_any()
}

/// What the figures mean.
fn about() -> AnyView {
    view! {
        <section class="panel" aria-labelledby="about">
            <h2 id="about" class="section-title">
                "What the figures mean"
            </h2>
            <dl class="grid max-w-[68ch] gap-3 [&_dt]:font-semibold">
                <div>
                    <dt>"Facility"</dt>
                    <dd>"The mean mark of those who answered, with the interval of 95 % below it. Told from 10 answers on."</dd>
                </div>
                <div>
                    <dt>"Discrimination"</dt>
                    <dd>
                        "Whether those who do better on the other questions do better on this one: 100 at best, 0 if it tells nothing, below 0 if it tells the wrong thing. Told from 30 answers on; before that even its sign is chance."
                    </dd>
                </div>
                <div>
                    <dt>"Whose answers"</dt>
                    <dd>
                        "Each person’s first decided attempt, in the version of the question that is asked today. Exams stop early and ask different people different questions, so people are compared on what each of them was asked."
                    </dd>
                </div>
            </dl>
        </section>
    }
    .into_any()
}
