#include "app/app.h"
void mixture_draw(App *app, Rect rect) { (void)app; (void)rect; }
void mixture_panel_draw(App *app, Rect rect) { (void)app; (void)rect; }
