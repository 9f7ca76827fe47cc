//! What must stay true of drawings, read from their SVG.
