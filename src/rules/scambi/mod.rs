pub mod giorno_settimana;
pub mod scambio_contatto;
pub mod scambio_festivo;
pub mod scambio_fissato;
pub mod scambio_numero;
pub mod scambio_passato;
pub mod scambio_senza_date;
