//! The calendar file of the site (RFC 5545): the known days of the exchanges, for the agendas of readers. It takes nothing
//! from the clock: the stamp is the day of the plan, and the identifiers are made from ids.

use crate::document::{Document, Evento, Meta};
use crate::piano::element::id::Id;
use ics::components::{Parameter, Property};
use ics::properties::{Description, DtEnd, DtStart, Location, Sequence, Status, Summary, Transp, URL};
use ics::{Event, ICalendar, escape_text};

/// The bytes of the file. None if the plan shows no calendar. `address` gives the full address of the page that shows a
/// thing, if it is known.
#[must_use]
pub fn calendar(document: &Document, address: &dyn Fn(&Id) -> Option<String>) -> Option<Vec<u8>> {
    if document.calendario.is_empty() {
        return None;
    }
    let stamp = format!("{}T000000Z", day(document.meta.giorno()));
    let mut calendar = ICalendar::new("2.0", "-//piao//calendario//IT");
    // Two properties for the name: all agendas read the first, and the second is that of the standard (RFC 7986, 5.1).
    let name = escape_text(format!("{}, {}", document.meta.nome(), document.meta.ente));
    calendar.push(Property::new("X-WR-CALNAME", name.clone()));
    calendar.push(Property::new("NAME", name));
    for evento in &document.calendario {
        calendar.add_event(event(evento, &document.meta, address, &stamp));
    }
    Some(folded(&calendar.to_string()).into_bytes())
}

/// `text` with its lines folded again: the library counts seventy-five octets without the blank with which a continuation
/// begins, and makes lines of seventy-six (RFC 5545, 3.1).
fn folded(text: &str) -> String {
    const LINE: usize = 75;
    let mut out = String::with_capacity(text.len() + text.len() / LINE * 3);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut room = LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                out.push_str("\r\n ");
                room = LINE - 1;
            }
            out.push(c);
            room -= c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

fn event<'a>(evento: &'a Evento, meta: &Meta, address: &dyn Fn(&Id) -> Option<String>, stamp: &str) -> Event<'a> {
    let mut event = Event::new(evento.uid.as_str(), stamp.to_owned());
    // An agenda replaces an event that has the same identifier and a lower sequence number. So a later version of the plan
    // replaces the events of an earlier one.
    event.push(Sequence::new(meta.versione.saturating_sub(1).to_string()));
    if let Some(address) = address(&evento.scheda) {
        event.push(URL::new(address));
    }
    let whole = |day: String| (day, Parameter::new("VALUE", "DATE"));
    let (from, date) = whole(day(evento.da));
    let mut start = DtStart::new(from);
    start.add(date);
    // The end of an event of whole days is the day after its last.
    let (to, date) =
        whole(evento.a.0.tomorrow().map_or_else(|_| day(evento.a), |next| day(crate::base::giorno::Giorno(next))));
    let mut end = DtEnd::new(to);
    end.add(date);
    event.push(start);
    event.push(end);
    event.push(Summary::new(escape_text(evento.titolo.as_str())));
    event.push(Description::new(escape_text(evento.testo.as_str())));
    event.push(Location::new(escape_text(evento.luogo.as_str())));
    event.push(if evento.certo { Status::confirmed() } else { Status::tentative() });
    // Transparent: a reader who imports the file is not busy on the days of all exchanges.
    event.push(Transp::transparent());
    event
}

/// `20240905`
fn day(data: crate::base::giorno::Giorno) -> String {
    data.iso().replace('-', "")
}
