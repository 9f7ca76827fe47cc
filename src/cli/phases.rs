//! Shows the phases of a run: a progress bar when they take long, and their times with `--tempi`.

use crate::project::{Phase, Step};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// How long a run must last before the bar is shown. Under half a second it would only flicker.
const PATIENCE: Duration = Duration::from_millis(500);

/// The Italian name of a phase.
fn label(phase: Phase) -> &'static str {
    match phase {
        Phase::Files => "lettura dei file",
        Phase::Plan => "lettura del piano",
        Phase::References => "riferimenti",
        Phase::RulesAndWords => "controlli, numeri e parole",
        Phase::Pdf => "composizione del PDF",
        Phase::Data => "dati aperti",
        Phase::PdfAndData => "composizione del PDF e dati aperti",
        Phase::Site => "pagine del sito",
        Phase::Lasting => "indirizzo permanente",
        Phase::Extract => "composizione dell’estratto",
    }
}

/// Names and durations, and the bar.
pub(super) struct Phases {
    total: u64,
    start: Instant,
    begin: Instant,
    times: Vec<(&'static str, Duration)>,
    bar: Option<ProgressBar>,
}

impl Phases {
    /// The state before the first of `total` phases.
    #[expect(clippy::disallowed_methods, reason = "times are shown, never written in an output")]
    pub(super) fn new(total: u64) -> Self {
        Phases { total, start: Instant::now(), begin: Instant::now(), times: vec![], bar: None }
    }

    /// Notes the beginning or the end of a phase of the driver.
    #[expect(clippy::disallowed_methods, reason = "times are shown, never written in an output")]
    pub(super) fn step(&mut self, step: Step) {
        match step {
            Step::Begins(phase) => {
                self.begin = Instant::now();
                self.announce(label(phase));
            }
            Step::Ends(phase) => self.times.push((label(phase), self.begin.elapsed())),
        }
    }

    /// Runs one phase of the command itself.
    #[expect(clippy::disallowed_methods, reason = "times are shown, never written in an output")]
    pub(super) fn run<T>(&mut self, name: &'static str, phase: impl FnOnce() -> T) -> T {
        self.begin = Instant::now();
        self.announce(name);
        let result = phase();
        self.times.push((name, self.begin.elapsed()));
        result
    }

    /// Typesetting is nine tenths of the time, so the bar is there before it begins when the plan is large: it shows itself
    /// half a second after the start, whatever is running.
    fn announce(&mut self, name: &'static str) {
        let done = self.times.len() as u64;
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(self.total), ProgressDrawTarget::hidden());
            if let Ok(style) = ProgressStyle::with_template("  {bar:24.cyan/blue} {msg}") {
                bar.set_style(style);
            }
            let late = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                if !late.is_finished() {
                    // indicatif draws only on a terminal.
                    late.set_draw_target(ProgressDrawTarget::stderr());
                    late.tick();
                }
            });
            bar
        });
        bar.set_position(done);
        bar.set_message(name);
    }

    /// Removes the bar, and returns how long the whole run took.
    pub(super) fn finish(&mut self) -> Duration {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.start.elapsed()
    }

    /// Name and time of each phase, in order.
    pub(super) fn times(&self) -> &[(&'static str, Duration)] {
        &self.times
    }
}
