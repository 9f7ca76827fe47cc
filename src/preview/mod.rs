//! The preview: a plan in the browser of who writes it, made again whenever a file is saved. A thread holds the plan and makes it
//! ([`worker`]); a server for this machine alone shows it ([`server`]); the page in the browser is in `layouts/anteprima/`.
//! Who writes there is told what may be written ([`complete`]), fills records as forms ([`crate::editor::modulo`]) and saves the files of the plan
//! ([`save`]); a workspace has several plans ([`piani`]); any other editor may change them meanwhile.

mod complete;
mod piani;
mod save;
mod server;
mod state;
mod worker;

use crate::base::hash;
use crate::diag::Diagnostic;
use crate::diag::codes::P0911;
use crate::emit::layouts::Layouts;
use crate::project::Driver;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use worker::Ask;

/// A command of the program that the author may ask for from the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Command {
    /// Writes the outputs.
    Compila,
    /// Writes what is published of an approved plan.
    Pubblica,
    /// Writes what is published of a plan that is not approved yet.
    Bozza,
}

/// What a command said, and whether it did its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whether it did its work.
    pub done: bool,
    /// Its words.
    pub words: String,
}

/// Runs a command on the plan that is shown, whose folder is given.
pub type Run = Arc<dyn Fn(Command, &Path) -> Said + Send + Sync>;

/// A preview that is being shown.
pub struct Preview {
    /// The address to open in the browser. It carries the key without which the server says nothing.
    pub address: String,
    runtime: Runtime,
    listener: tokio::net::TcpListener,
    shown: server::Shown,
}

impl Preview {
    /// Begins to make the plan of `folder` and to look at its files. The server listens on `port` of this machine, or on a free one.
    ///
    /// # Errors
    /// P0113 when there is no such folder, P0911 when the system gives no port, no random number or no look at the folder.
    pub fn open(folder: &Path, port: Option<u16>) -> Result<Preview, Diagnostic> {
        let refused = |what: &str, why: &dyn std::fmt::Display| {
            Diagnostic::global(P0911, format!("l’anteprima non si apre: {what}"))
                .note(why.to_string())
                .help("chiudi le altre anteprime e riprova; con `--porta` si sceglie un’altra porta")
        };
        let (plan, among) = Driver::new(Layouts::embedded()).open_first(folder)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| refused("il sistema non dà un servizio di rete", &error))?;
        let address = SocketAddr::from(([127, 0, 0, 1], port.unwrap_or(0)));
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind(address))
            .map_err(|error| refused("la porta non è libera", &error))?;
        let here = listener.local_addr().map_err(|error| refused("la porta non si conosce", &error))?;
        let (key, pass) = (secret(), secret());
        let (Some(key), Some(pass)) = (key, pass) else {
            return Err(refused("il sistema non dà numeri a caso", &"servono a proteggere l’indirizzo"));
        };
        let (ask, asks) = mpsc::channel::<Ask>();
        let (tell, told) = watch::channel(None);
        worker::start(piani::Piani::new(plan, among), ask.clone(), asks, tell)
            .map_err(|error| refused("la cartella non si può tenere d’occhio", &error))?;
        let shown = server::Shown {
            here,
            key,
            pass,
            ask,
            told,
            layouts: Arc::new(Layouts::embedded()),
            turns: Arc::default(),
            run: None,
        };
        Ok(Preview { address: format!("http://{here}/?chiave={}", shown.key), runtime, listener, shown })
    }

    /// Lets the author run commands of the program.
    #[must_use]
    pub fn with_commands(mut self, run: Run) -> Self {
        self.shown.run = Some(run);
        self
    }

    /// Answers the browser until the program is closed.
    ///
    /// # Errors
    /// When the system closes the port.
    pub fn serve(self) -> std::io::Result<()> {
        let Preview { runtime, listener, shown, .. } = self;
        runtime.block_on(async { axum::serve(listener, server::router(shown)).await })
    }
}

/// A word that nobody can guess: 128 random bits.
fn secret() -> Option<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(hash::hex(&bytes))
}
