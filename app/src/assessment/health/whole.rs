//! The figures of the whole exam or quiz, and the most exposed questions.

use leptos::prelude::*;

use super::parts::cut;
use super::scatter::scatter;
use super::view::{HighestView, PointView, QuestionsView, WholeView};
use crate::ui::{EmptyState, IconName, Stat, StatRow};

/// Fewest points that are worth a picture.
const POINTS: usize = 3;

/// The figures of the whole.
pub(super) fn whole(found: &WholeView, title: &str) -> AnyView {
    let body = match &found.missing {
        Some(missing) => {
            let words = format!(
                "{missing} so far. Each person’s first decided attempt counts once; the figures appear when there are enough of them to mean something."
            );
            view! { <EmptyState icon=IconName::Activity title="Not enough data yet" words=words /> }.into_any()
        }
        None => {
            let stats = found
                .figures
                .iter()
                .map(|(name, value, meaning)| {
                    view! { <Stat label=name.clone() value=value.clone() note=Some(meaning.clone()) /> }
                })
                .collect_view();
            view! { <StatRow>{stats}</StatRow> }.into_any()
        }
    };
    view! {
        <section class="panel" aria-labelledby="whole">
            <div class="section-head">
                <h2 id="whole" class="section-title">
                    {format!("{title}, as a whole")}
                </h2>
                <p class="quiet">{found.attempts.clone()}</p>
            </div>
            {body}
            {cut(found.cut.clone())}
        </section>
    }
    .into_any()
}

/// The picture, or what is missing for it.
pub(super) fn picture(view: &QuestionsView) -> Option<AnyView> {
    let points: &[PointView] = &view.points;
    (points.len() >= POINTS).then(|| {
        view! {
            <section class="panel" aria-labelledby="picture">
                <h2 id="picture" class="section-title">
                    "Easy or hard, sharp or blunt"
                </h2>
                {scatter(points)}
            </section>
        }
        .into_any()
    })
}

/// The most exposed question of each exam.
pub(super) fn highest(found: &[HighestView]) -> Option<AnyView> {
    let tile = |found: &HighestView| {
        let question = found.question.clone().map(|question| {
            view! {
                <a class="link" href=question.href>
                    {question.label}
                </a>
                ", "
            }
        });
        view! {
            <div class="stat-tile">
                <dt>{found.title.clone()}</dt>
                <dd class="stat-number">{found.share.clone()}</dd>
                <dd class="stat-note">{question} {found.words.clone()}</dd>
            </div>
        }
    };
    let tiles = found.iter().map(tile).collect_view();
    (!found.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="highest">
                <h2 id="highest" class="section-title">
                    "Most exposed, last 90 days"
                </h2>
                <StatRow>{tiles}</StatRow>
                <p class="quiet small">
                    "The share of exam attempts that asked it. What many people have seen, many will hear about."
                </p>
            </section>
        }
        .into_any()
    })
}
