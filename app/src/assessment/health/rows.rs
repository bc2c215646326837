//! The list of questions.

use leptos::prelude::*;

use super::parts::{corrected, flag, links, measure, suspended};
use super::view::{QuestionRowView, QuestionsView};
use crate::paths;
use crate::ui::{Badge, DataTable, IconName, Pager, Td, Th, Tone};

/// The table, sorted by a link in its head.
pub(super) fn rows(view: &QuestionsView) -> AnyView {
    let by = |sort: &str| Some(view.filter.sorted(sort).href(paths::QUESTIONS));
    let sorted = |sort: &str, order: &'static str| (view.filter.sort == sort).then_some(order);
    let exam = view.exam;
    let head = view! {
        <Th label="Question" />
        <Th label="What to look at" href=by("") />
        <Th label="Facility" number=true sorted=sorted("facility", "ascending") href=by("facility") />
        <Th
            label="Discrimination"
            number=true
            sorted=sorted("discrimination", "ascending")
            href=by("discrimination")
        />
        {exam
            .then(|| {
                view! {
                    <Th label="Exposure" number=true sorted=sorted("exposure", "descending") href=by("exposure") />
                }
            })}
        <Th label="Answers" number=true />
    }
    .into_any();
    let rows = view.rows.iter().map(row).collect_view();
    view! {
        <DataTable caption="Questions with their figures" head=head>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(row: &QuestionRowView) -> AnyView {
    // Who tells nothing or the wrong thing tells too little, too: one word for it is enough here.
    let said = row.flags.iter().any(|flag| matches!(flag.flag.as_str(), "probably-wrong" | "weak"));
    let looks = row.flags.iter().filter(|flag| !(said && flag.flag == "inefficient")).map(flag).collect_view();
    let objections = (row.objections > 0).then(|| {
        let label =
            if row.objections == 1 { "1 objection".to_owned() } else { format!("{} objections", row.objections) };
        view! { <Badge label=label tone=Tone::Accent icon=Some(IconName::MessageCircle) /> }
    });
    let nothing = row.flags.is_empty() && row.objections == 0 && !row.suspended && row.corrected.is_none();
    let lessons = (!row.lessons.is_empty()).then(|| {
        view! { <span class="cell-note">"Look first at " {links(&row.lessons)}</span> }
    });
    let exposure = row.exposure.clone().map(|(share, count)| {
        view! {
            <Td label="Exposure" number=true>
                <span>
                    {share}
                    <span class="cell-note">{count}</span>
                </span>
            </Td>
        }
    });
    let (facility, discrimination, answers) = (measure(&row.facility), measure(&row.discrimination), row.facility.n);
    let suspended = row.suspended.then(suspended);
    let corrected = row.corrected.clone().map(corrected);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="max-w-96">
                <a href=row.href.clone() inner_html=row.prompt_html.clone()></a>
                <span class="cell-note">{format!("{}, {}", row.id, row.module)}</span>
            </th>
            <Td label="What to look at">
                <div>
                    <span class="flex flex-wrap gap-1.5">
                        {looks}
                        {objections}
                        {suspended}
                        {corrected}
                        {nothing.then(|| view! { <span class="quiet small">"nothing"</span> })}
                    </span>
                    {lessons}
                </div>
            </Td>
            <Td label="Facility" number=true>
                {facility}
            </Td>
            <Td label="Discrimination" number=true>
                {discrimination}
            </Td>
            {exposure}
            <Td label="Answers" number=true>
                {answers}
            </Td>
        </tr>
    }
    .into_any()
}

/// Which rows are shown, and the way to the others.
pub(super) fn pages(view: &QuestionsView) -> AnyView {
    let shown = u32::try_from(view.rows.len()).unwrap_or(u32::MAX);
    let last = view.first.saturating_add(shown).saturating_sub(1);
    let words = match (shown, view.pages) {
        (0, _) => String::new(),
        (1, 1) => "1 question".to_owned(),
        (_, 1) => format!("{shown} questions"),
        _ => format!("{} to {last} of {} questions", view.first, view.matching),
    };
    let at = |page: u32| view.filter.page(page).href(paths::QUESTIONS);
    let earlier = (view.page > 1).then(|| at(view.page - 1));
    let later = (view.page < view.pages).then(|| at(view.page + 1));
    view! { <Pager label="Pages of the list" words=words earlier=earlier later=later /> }.into_any()
}
