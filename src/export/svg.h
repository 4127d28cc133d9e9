// SPDX-License-Identifier: MIT
#ifndef ALPHABAR_EXPORT_SVG_H
#define ALPHABAR_EXPORT_SVG_H

#include "export/plan.h"
#include "export/source.h"

// What the source draws now, as vectors, into the plan's file.
bool export_svg_text(const ExportPlan *plan, const ExportSource *source, Text *out, Error *error);
bool export_svg(const ExportPlan *plan, const ExportSource *source, Error *error);

#endif
