//! Facility against discrimination, drawn on the server; the list below holds the same figures.

use leptos::prelude::*;

use super::view::{PointMark, PointView};

/// The drawing's size, and the room for its axes.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 340.0;
const LEFT: f64 = 52.0;
const BOTTOM: f64 = 62.0;
const TOP: f64 = 14.0;
const RIGHT: f64 = 34.0;

/// What is drawn, and where.
struct Axes {
    /// The lowest discrimination on the drawing: a multiple of 20, at most −20.
    low: f64,
}

impl Axes {
    fn of(points: &[PointView]) -> Self {
        let lowest = points.iter().map(|point| point.discrimination).fold(-20.0, f64::min);
        Self { low: (lowest / 20.0).floor() * 20.0 }
    }

    fn x(facility: f64) -> f64 {
        LEFT + facility * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, discrimination: f64) -> f64 {
        TOP + (100.0 - discrimination) / (100.0 - self.low) * (HEIGHT - TOP - BOTTOM)
    }
}

/// The drawing. Each point has its question's id as a tool tip; what they are is told by shape as well as by colour.
pub(super) fn scatter(points: &[PointView]) -> AnyView {
    let axes = Axes::of(points);
    let count = |mark| points.iter().filter(|point| point.mark == mark).count();
    let (fine, look, wrong) = (count(PointMark::Fine), count(PointMark::Look), count(PointMark::Wrong));
    let label = format!(
        "Facility and discrimination of {} questions: {fine} as they should be, {look} worth a look, {wrong} probably wrong. The list below holds the figures.",
        points.len()
    );
    let across = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| {
        let x = Axes::x(share);
        view! {
            <line class="plot-grid" x1=px(x) x2=px(x) y1=px(TOP) y2=px(HEIGHT - BOTTOM)></line>
            <text class="plot-word" x=px(x) y=px(HEIGHT - BOTTOM + 24.0) text-anchor="middle">
                {format!("{:.0} %", 100.0 * share)}
            </text>
        }
    });
    let levels =
        [-100.0, -80.0, -60.0, -40.0, -20.0, 0.0, 20.0, 60.0, 100.0].into_iter().filter(|&level| level >= axes.low);
    let up = levels
        .map(|level| {
            let y = axes.y(level);
            let class = if level == 0.0 { "plot-axis" } else { "plot-grid" };
            view! {
                <line class=class x1=px(LEFT) x2=px(WIDTH - RIGHT) y1=px(y) y2=px(y)></line>
                <text class="plot-word" x=px(LEFT - 8.0) y=px(y + 4.0) text-anchor="end">
                    {format!("{level:.0}").replace('-', "−")}
                </text>
            }
        })
        .collect_view();
    let weak = (axes.y(20.0), axes.y(axes.low));
    view! {
        <figure class="grid gap-3">
            <svg class="plot" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
                <rect class="plot-weak" x=px(LEFT) y=px(weak.0) width=px(WIDTH - LEFT - RIGHT) height=px(weak.1 - weak.0)></rect>
                {across}
                {up}
                <text class="plot-word" x=px((LEFT + WIDTH - RIGHT) / 2.0) y=px(HEIGHT - 8.0) text-anchor="middle">
                    "Facility: how many get it right"
                </text>
                {points.iter().map(|point| mark(&axes, point)).collect_view()}
            </svg>
            <figcaption class="flex flex-wrap gap-x-5 gap-y-1 small quiet">
                <span>"Up: discrimination index. Shaded: below 20."</span>
                {legend(PointMark::Fine, "as it should be")}
                {legend(PointMark::Look, "worth a look")}
                {legend(PointMark::Wrong, "probably wrong")}
            </figcaption>
        </figure>
    }
    .into_any()
}

fn mark(axes: &Axes, point: &PointView) -> AnyView {
    let (x, y) = (Axes::x(point.facility), axes.y(point.discrimination));
    let words = format!("{}: {:.0} %, {:.0}", point.id, 100.0 * point.facility, point.discrimination);
    let (class, path) = shape(point.mark, x, y);
    view! {
        <path class=class d=path>
            <title>{words}</title>
        </path>
    }
    .into_any()
}

/// A circle, a triangle or a cross around a point.
fn shape(mark: PointMark, x: f64, y: f64) -> (&'static str, String) {
    match mark {
        PointMark::Fine => {
            let left = x - 4.0;
            ("plot-fine", format!("M{left:.1} {y:.1}a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z"))
        }
        PointMark::Look => {
            let (left, base, top) = (x - 5.5, y + 4.5, y - 5.5);
            ("plot-look", format!("M{left:.1} {base:.1}h11L{x:.1} {top:.1}Z"))
        }
        PointMark::Wrong => {
            let (left, top, base) = (x - 5.0, y - 5.0, y + 5.0);
            ("plot-wrong", format!("M{left:.1} {top:.1}l10 10M{left:.1} {base:.1}l10-10"))
        }
    }
}

fn legend(mark: PointMark, words: &'static str) -> AnyView {
    let (class, path) = shape(mark, 8.0, 8.0);
    view! {
        <span class="inline-flex items-center gap-1.5">
            <svg class="plot" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path class=class d=path></path>
            </svg>
            {words}
        </span>
    }
    .into_any()
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(facility: f64, discrimination: f64) -> PointView {
        PointView { id: "of-001".to_owned(), facility, discrimination, mark: PointMark::Fine }
    }

    #[test]
    fn every_point_is_on_the_drawing() {
        let points = [point(0.0, -63.0), point(1.0, 100.0), point(0.5, 0.0)];
        let axes = Axes::of(&points);
        assert_eq!(axes.low, -80.0);
        for point in &points {
            assert!((LEFT..=WIDTH - RIGHT).contains(&Axes::x(point.facility)));
            assert!((TOP..=HEIGHT - BOTTOM).contains(&axes.y(point.discrimination)));
        }
        assert_eq!(Axes::of(&[]).low, -20.0);
    }

    #[test]
    fn the_drawing_says_what_it_shows() {
        let html = scatter(&[PointView { mark: PointMark::Wrong, ..point(0.4, -12.0) }]).to_html();
        assert!(html.contains("1 probably wrong"), "{html}");
        assert!(html.contains(r#"role="img""#) && html.contains("of-001: 40 %, -12"), "{html}");
    }
}
