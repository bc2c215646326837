//! Counting, and the table.

use std::collections::BTreeMap;

use domain::catalog::QuestionRef;

use crate::exams::Sitting;

/// Abilities at which people are looked at on their own, in logits from the standard.
pub const ABILITIES: [f64; 3] = [-1.0, -0.5, 1.0];
/// Bins of the stated probability.
const BINS: [(f64, f64); 3] = [(0.50, 0.80), (0.80, 0.95), (0.95, 1.01)];

/// So many of so many.
#[derive(Default, Clone, Copy)]
struct Share {
    of: f64,
    all: f64,
}

impl Share {
    fn add(&mut self, counts: bool) {
        self.all += 1.0;
        self.of += f64::from(u8::from(counts));
    }

    fn value(self) -> f64 {
        self.of / self.all
    }
}

/// What a way of deciding comes to over a whole population.
#[derive(Default)]
struct Decisions {
    right: Share,
    /// Of those who are below the standard.
    falsely_certified: Share,
    /// Of those who are certified.
    masters: Share,
}

impl Decisions {
    fn add(&mut self, ability: f64, certified: bool) {
        let master = ability > 0.0;
        self.right.add(certified == master);
        if !master {
            self.falsely_certified.add(certified);
        }
        if certified {
            self.masters.add(master);
        }
    }
}

#[derive(Default)]
pub struct Tally {
    adaptive: Decisions,
    fixed: Decisions,
    usual: Decisions,
    in_three_tries: Decisions,
    usual_once: Decisions,
    length: Share,
    bins: [(f64, Share); 3],
    once: [Share; 3],
    thrice: [Share; 3],
    usual_at: [Share; 3],
    sittings: f64,
    exposure: BTreeMap<QuestionRef, f64>,
    highest: f64,
}

impl Tally {
    /// Exposure is a share of one bank's sittings.
    pub fn next_bank(&mut self) {
        self.close_bank();
        self.exposure.clear();
        self.sittings = 0.0;
    }

    fn close_bank(&mut self) {
        let highest = self.exposure.values().copied().fold(0.0, f64::max);
        self.highest = self.highest.max(if self.sittings > 0.0 { highest / self.sittings } else { 0.0 });
    }

    pub fn adaptive(&mut self, ability: f64, sittings: &[Sitting]) {
        for sitting in sittings {
            self.adaptive.add(ability, sitting.certified);
            self.length.all += 1.0;
            self.length.of += f64::from(u32::try_from(sitting.asked.len()).unwrap_or(u32::MAX));
            self.sittings += 1.0;
            for question in &sitting.asked {
                *self.exposure.entry(question.clone()).or_default() += 1.0;
            }
            for ((from, to), (stated, share)) in BINS.iter().zip(&mut self.bins) {
                if (*from..*to).contains(&sitting.probability) {
                    *stated += sitting.probability;
                    share.add(ability > 0.0);
                }
            }
        }
    }

    pub fn fixed(&mut self, ability: f64, certified: bool) {
        self.fixed.add(ability, certified);
    }

    pub fn usual(&mut self, ability: f64, certified: bool) {
        self.usual.add(ability, certified);
    }

    pub fn in_three_tries(&mut self, ability: f64, sittings: &[Sitting]) {
        self.in_three_tries.add(ability, sittings.iter().any(|sitting| sitting.certified));
    }

    pub fn usual_once(&mut self, ability: f64, certified: bool) {
        self.usual_once.add(ability, certified);
    }

    pub fn at(&mut self, ability: f64, sittings: &[Sitting], usual: bool) {
        let place = ABILITIES.iter().position(|known| (known - ability).abs() < 1e-9).unwrap_or_default();
        self.once[place].add(sittings.first().is_some_and(|first| first.certified));
        self.thrice[place].add(sittings.iter().any(|sitting| sitting.certified));
        self.usual_at[place].add(usual);
    }

    pub fn rows(&mut self) -> Vec<Row> {
        self.close_bank();
        let accuracy = self.adaptive.right.value();
        let mut rows = vec![
            Row::new("Questions asked, mean", self.length.value(), Target::AtMost(29.0)).digits(1).usual("10 a try"),
            Row::new("Right decisions, one try", accuracy, Target::AtLeast(self.fixed.right.value() - 0.01))
                .usual_value(self.usual_once.right.value()),
            Row::new("Right decisions, three tries", self.in_three_tries.right.value(), Target::None)
                .usual_value(self.usual.right.value()),
            Row::new("… of a fixed test of 40 questions", self.fixed.right.value(), Target::None),
            Row::new(
                "Certified of those below the standard, one try",
                self.adaptive.falsely_certified.value(),
                Target::AtMost(0.10),
            )
            .usual_value(self.usual_once.falsely_certified.value()),
            Row::new(
                "Certified of those below the standard, three tries",
                self.in_three_tries.falsely_certified.value(),
                Target::None,
            )
            .usual_value(self.usual.falsely_certified.value()),
            Row::new("Masters among the certified, one try", self.adaptive.masters.value(), Target::AtLeast(0.95))
                .usual_value(self.usual_once.masters.value()),
            Row::new("Masters among the certified, three tries", self.in_three_tries.masters.value(), Target::None)
                .usual_value(self.usual.masters.value()),
        ];
        for ((from, to), (stated, share)) in BINS.iter().zip(&self.bins) {
            let stated = stated / share.all;
            let what = format!("Masters where P is {from:.2} to {:.2}, {:.3} stated", to.min(1.0), stated);
            rows.push(Row::new(what, share.value(), Target::Near(stated, 0.05)));
        }
        let of = |place: usize, share: &[Share; 3]| share[place].value();
        rows.push(Row::new("θ = −1 certified, one try", of(0, &self.once), Target::AtMost(0.02)));
        rows.push(
            Row::new("θ = −1 certified, three tries", of(0, &self.thrice), Target::None)
                .usual_value(of(0, &self.usual_at)),
        );
        rows.push(Row::new("θ = −0.5 certified, one try", of(1, &self.once), Target::AtMost(0.09)));
        rows.push(
            Row::new("θ = −0.5 certified, three tries", of(1, &self.thrice), Target::AtMost(0.15))
                .usual_value(of(1, &self.usual_at)),
        );
        rows.push(Row::new("θ = +1 certified, one try", of(2, &self.once), Target::AtLeast(0.91)));
        rows.push(
            Row::new("θ = +1 certified, three tries", of(2, &self.thrice), Target::None)
                .usual_value(of(2, &self.usual_at)),
        );
        rows.push(Row::new("Highest exposure of any question", self.highest, Target::AtMost(0.40)));
        rows
    }
}

/// What is asked of a figure.
enum Target {
    None,
    AtMost(f64),
    AtLeast(f64),
    Near(f64, f64),
}

/// A line of the table.
pub struct Row {
    what: String,
    value: f64,
    target: Target,
    digits: usize,
    usual: String,
}

impl Row {
    fn new(what: impl Into<String>, value: f64, target: Target) -> Self {
        Self { what: what.into(), value, target, digits: 3, usual: String::new() }
    }

    fn digits(self, digits: usize) -> Self {
        Self { digits, ..self }
    }

    fn usual(self, words: &str) -> Self {
        Self { usual: words.to_owned(), ..self }
    }

    fn usual_value(self, value: f64) -> Self {
        Self { usual: format!("{value:.3}"), ..self }
    }

    pub fn holds(&self) -> bool {
        match self.target {
            Target::None => true,
            Target::AtMost(most) => self.value <= most,
            Target::AtLeast(least) => self.value >= least,
            Target::Near(near, by) => (self.value - near).abs() <= by,
        }
    }

    fn target(&self) -> String {
        let digits = self.digits;
        match self.target {
            Target::None => String::new(),
            Target::AtMost(most) => format!("≤ {most:.digits$}"),
            Target::AtLeast(least) => format!("≥ {least:.digits$}"),
            Target::Near(near, by) => format!("{near:.digits$} ± {by}"),
        }
    }
}

/// Prints the table as Markdown.
#[expect(clippy::print_stdout, reason = "the table is what it is run for")]
pub fn print(rows: &[Row]) {
    println!("| figure | Canoe | target | “8 of 10” |");
    println!("|---|---:|---:|---:|");
    for row in rows {
        let missed = if row.holds() { "" } else { " **missed**" };
        let digits = row.digits;
        println!("| {} | {:.digits$}{missed} | {} | {} |", row.what, row.value, row.target(), row.usual);
    }
}
