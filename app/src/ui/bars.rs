//! Strength by objective, as bars in a table.

use leptos::prelude::*;

/// One objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Strength {
    /// The objective.
    pub label: String,
    /// The share shown so far, 0 to 1.
    pub share: f64,
    /// The share in words: "7 of 9".
    pub words: String,
    /// What to re-read, and the link's words.
    pub advice: Option<(String, String)>,
}

/// Bars with the share in words, and the share that is asked for as a line.
#[component]
pub fn StrengthBars(
    /// What the bars show.
    #[prop(into)]
    caption: String,
    /// One row an objective.
    rows: Vec<Strength>,
    /// What a row is about.
    #[prop(default = "Objective")]
    of: &'static str,
    /// The share asked for, 0 to 1.
    #[prop(optional_no_strip)]
    target: Option<f64>,
) -> impl IntoView {
    let advised = rows.iter().any(|row| row.advice.is_some());
    let rows = rows.into_iter().map(|row| strength_row(row, target, advised)).collect_view();
    view! {
        <table class="bars">
            <caption>
                {caption}
                {target.map(|target| view! { <span class="bars-note">{asked_for(target)}</span> })}
            </caption>
            <thead class="sr-only">
                <tr>
                    <th scope="col">{of}</th>
                    <th scope="col">"Share"</th>
                    {advised.then(|| view! { <th scope="col">"Read again"</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn strength_row(row: Strength, target: Option<f64>, advised: bool) -> AnyView {
    let short = target.is_some_and(|target| row.share < target);
    let class = if short { "bar bar-short" } else { "bar" };
    let mark = target.map(|target| {
        let x = percent(target);
        view! { <line class="bar-target" x1=x.clone() x2=x y1="0" y2="100%"></line> }
    });
    view! {
        <tr>
            <th scope="row">{row.label}</th>
            <td>
                <span class="bar-cell">
                    <svg class=class width="100%" height="12" aria-hidden="true" focusable="false">
                        <rect class="bar-track" width="100%" height="12" rx="6"></rect>
                        <rect class="bar-fill" width=percent(row.share) height="12" rx="6"></rect>
                        {mark}
                    </svg>
                    <span class="bar-words">{row.words}</span>
                </span>
            </td>
            {advised
                .then(|| {
                    let advice = row
                        .advice
                        .map(|(href, words)| {
                            view! {
                                <a class="link" href=href>
                                    {words}
                                </a>
                            }
                        });
                    view! { <td class="bar-advice">{advice}</td> }
                })}
        </tr>
    }
    .into_any()
}

/// What the dashed mark means.
fn asked_for(target: f64) -> String {
    format!("The mark is what is asked for: {:.0} %.", target.clamp(0.0, 1.0) * 100.0)
}

/// A share as an SVG length; anything outside 0 to 1 is clamped, and what is no number is nothing.
fn percent(share: f64) -> String {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    format!("{:.1}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_stays_in_its_bar() {
        assert_eq!(percent(0.725), "72.5%");
        assert_eq!(percent(7.0), "100.0%");
        assert_eq!(percent(f64::NAN), "0.0%");
    }
}
