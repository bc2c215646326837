//! The figures of a question in one exam or quiz.

use leptos::prelude::*;

use super::parts::{cut, flag, links};
use super::view::{ChosenView, FiguresView, MeasureView};
use crate::ui::{DataTable, EmptyState, IconName, Stat, StatRow, Td, Th};

/// The figures, what they say, and how the options were chosen.
pub(super) fn figures(found: &FiguresView) -> AnyView {
    let body = if found.answers == 0 {
        let words = "Nobody has answered this version in a first attempt that is decided. From 10 answers on you see how many get it right, from 30 on how well it tells people apart.";
        view! { <EmptyState icon=IconName::Activity title="No answers yet" words=words /> }.into_any()
    } else {
        view! {
            {looks(found)}
            {match &found.missing {
                Some(missing) => too_few(missing),
                None => measures(&found.measures, &found.title),
            }}
            {options(found)}
        }
        .into_any()
    };
    let answers =
        if found.answers == 1 { "1 first answer".to_owned() } else { format!("{} first answers", found.answers) };
    let exposure = (!found.exposure.is_empty()).then(|| {
        let stats = found
            .exposure
            .iter()
            .map(|(when, share, words)| {
                view! { <Stat label=when.clone() value=share.clone() note=Some(words.clone()) /> }
            })
            .collect_view();
        view! { <StatRow>{stats}</StatRow> }
    });
    view! {
        <section class="panel" aria-label=found.title.clone()>
            <div class="section-head">
                <h2 class="section-title">{found.title.clone()}</h2>
                <p class="quiet">{answers}</p>
            </div>
            {body}
            {exposure}
            {cut(found.cut.clone())}
        </section>
    }
    .into_any()
}

/// There are so few answers that no figure means anything.
fn too_few(missing: &str) -> AnyView {
    let words = format!("{missing}. Until then every figure would be chance; what was chosen so far stands below.");
    view! { <EmptyState icon=IconName::Activity title="Not enough data yet" words=words /> }.into_any()
}

fn looks(found: &FiguresView) -> Option<AnyView> {
    let beaten = found.beaten_by.clone();
    let look = |shown: &super::view::FlagView| {
        let which = beaten.clone().filter(|_| shown.flag == "distractor-over-key");
        let lessons = (shown.flag == "lesson-first" && !found.lessons.is_empty())
            .then(|| view! { <span>" It is taught in " {links(&found.lessons)} "."</span> });
        view! {
            <li class="grid gap-1">
                <span>{flag(shown)}</span>
                <span>
                    {shown.meaning.clone()} {which.map(|letter| format!(" It is option {letter}."))} {lessons}
                </span>
            </li>
        }
    };
    (!found.flags.is_empty())
        .then(|| view! { <ul class="grid gap-3">{found.flags.iter().map(look).collect_view()}</ul> }.into_any())
}

fn measures(measures: &[(String, MeasureView, String)], title: &str) -> AnyView {
    let head = view! {
        <Th label="Figure" />
        <Th label="Value" number=true />
        <Th label="95 % interval" number=true />
        <Th label="From" number=true />
    }
    .into_any();
    let row = |(name, found, meaning): &(String, MeasureView, String)| {
        let value = match (&found.value, &found.missing) {
            (Some(value), _) => view! { <strong>{value.clone()}</strong> }.into_any(),
            (None, Some(missing)) => view! { <span class="quiet">{missing.clone()}</span> }.into_any(),
            (None, None) => view! { <span class="quiet">"undefined"</span> }.into_any(),
        };
        let range = found.range.clone().filter(|range| !range.is_empty()).unwrap_or_else(|| "–".to_owned());
        let (name, meaning, n) = (name.clone(), meaning.clone(), found.n);
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    {name}
                    <span class="cell-note">{meaning}</span>
                </th>
                <Td label="Value" number=true>
                    {value}
                </Td>
                <Td label="95 % interval" number=true>
                    {range}
                </Td>
                <Td label="From" number=true>
                    {n}
                </Td>
            </tr>
        }
    };
    let rows = measures.iter().map(row).collect_view();
    let waits = measures.iter().any(|(_, found, _)| found.waits);
    let waits = waits.then(|| {
        view! { <p class="quiet small">"Not enough data yet where it says how many of the answers needed there are."</p> }
    });
    view! {
        // As wide as the panel: the table has an edge of its own.
        <div class="-mx-5 sm:-mx-7">
            <DataTable caption=format!("Figures, {title}") head=head>
                {rows}
            </DataTable>
        </div>
        {waits}
    }
    .into_any()
}

/// How often each option was chosen, as bars.
fn options(found: &FiguresView) -> Option<AnyView> {
    let thirds = found.thirds.is_some();
    let row = |option: &ChosenView| {
        let class = if option.right { "bar" } else { "bar bar-short" };
        let word = if option.right { "right" } else { "not right" };
        view! {
            <tr>
                <th scope="row">{option.letter.clone()} <span class="quiet small">{format!(" {word}")}</span></th>
                <td>
                    <span class="bar-cell">
                        <svg class=class width="100%" height="12" aria-hidden="true" focusable="false">
                            <rect class="bar-track" width="100%" height="12" rx="6"></rect>
                            <rect class="bar-fill" width=format!("{:.1}%", 100.0 * option.share) height="12" rx="6"></rect>
                        </svg>
                        <span class="bar-words">{option.all.clone()}</span>
                    </span>
                </td>
                {thirds
                    .then(|| {
                        view! {
                            <td class="bar-third">
                                <span class="bar-third-label">"Top third: "</span>
                                {option.top.clone()}
                            </td>
                            <td class="bar-third">
                                <span class="bar-third-label">"Bottom third: "</span>
                                {option.bottom.clone()}
                            </td>
                        }
                    })}
            </tr>
        }
    };
    (!found.options.is_empty()).then(|| {
        view! {
            <table class="bars bars-options">
                <caption>"What was chosen"</caption>
                <thead class="quiet small">
                    <tr>
                        <th scope="col">"Option"</th>
                        <th scope="col">"Everybody"</th>
                        {thirds
                            .then(|| {
                                view! {
                                    <th scope="col">"Top third"</th>
                                    <th scope="col">"Bottom third"</th>
                                }
                            })}
                    </tr>
                </thead>
                <tbody>{found.options.iter().map(row).collect_view()}</tbody>
            </table>
        }
        .into_any()
    })
}
