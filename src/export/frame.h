// SPDX-License-Identifier: MIT
// Frames that no OpenGL draws: pictures at their own size, or as they fit into another.
#ifndef ALPHABAR_EXPORT_FRAME_H
#define ALPHABAR_EXPORT_FRAME_H

#include "export/plan.h"
#include "model/model.h"

// The picture that an export of x, z, zprev, noise, mean, sample or residual holds.
PictureKind export_picture(What what);

// The frame's size: a picture's own where none was asked for, else that of the settings.
void export_measure(ExportPlan *plan, const Model *model);

// The picture at the model's t into plan->width × height, RGBA. Where it does not fill them it
// stands in the middle of the theme's ground. Fails where memory is short.
bool export_paint(const ExportPlan *plan, const Model *model, int theme, uint8_t *rgba,
                  Error *error);

#endif
