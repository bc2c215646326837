//! Tables that scroll where they are wide and turn into cards on a phone, and stay tables for a screen reader.

use leptos::prelude::*;

/// A table. On a narrow screen each row becomes a card, each cell with its column's name.
#[component]
pub fn DataTable(
    /// What the table shows; read out, not drawn.
    #[prop(into)]
    caption: String,
    /// The head's `Th`s.
    head: AnyView,
    /// Keep it a table on a phone and let it scroll.
    #[prop(optional)]
    scroll: bool,
    /// The rows: `<tr role="row">` of one `<th scope="row" role="rowheader">` and `Td`s.
    children: Children,
) -> impl IntoView {
    let class = if scroll { "data-table" } else { "data-table table-cards" };
    let name = caption.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=name>
            <table class=class role="table">
                <caption class="sr-only">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{head}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A column's head.
#[component]
pub fn Th(
    /// The column's name.
    #[prop(into)]
    label: String,
    /// Numbers stand to the right.
    #[prop(optional)]
    number: bool,
    /// The order the rows are in by this column: `ascending` or `descending`.
    #[prop(optional_no_strip)]
    sorted: Option<&'static str>,
    /// Where to go to sort by it.
    #[prop(optional_no_strip, into)]
    href: Option<String>,
) -> impl IntoView {
    let class = if number { "cell-number" } else { "" };
    let name = match href {
        Some(href) => view! { <a href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <th scope="col" role="columnheader" class=class aria-sort=sorted>
            {name}
        </th>
    }
    .into_any()
}

/// A cell.
#[component]
pub fn Td(
    /// The column's name, shown before the cell on a narrow screen.
    #[prop(into)]
    label: String,
    /// Numbers stand to the right.
    #[prop(optional)]
    number: bool,
    /// The cell.
    children: Children,
) -> impl IntoView {
    let class = if number { "cell-number" } else { "" };
    view! {
        <td role="cell" class=class data-label=label>
            {children()}
        </td>
    }
    .into_any()
}
