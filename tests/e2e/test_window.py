# SPDX-License-Identifier: MIT
"""The window under a real mouse and keyboard: every control does what it says, to the settings,
the numbers and the pixels, and the window ends well."""
import math
import os
import subprocess
import time
import unittest

import pixels
from harness import PATIENCE, State, WindowTest, program, wait_until

GROUND = {"dark": (0x15, 0x17, 0x1c), "light": (0xff, 0xff, 0xff)}


class Sliders(WindowTest):
    def test_dragging_beta_max_changes_the_chain(self):
        before, shown = self.window.state(), self.window.shot()
        self.window.drag(self.window.place("beta_max", 0.5, of="track"),
                         self.window.place("beta_max", 0.8, of="track"))
        after = self.window.state()
        # The track is logarithmic from 1e-5 to 0.5; a pixel of it is about 6 %.
        wanted = math.exp(math.log(1e-5) + 0.8 * (math.log(0.5) - math.log(1e-5)))
        self.assertLess(abs(math.log(after.beta_max / wanted)), 0.07)
        self.assertGreater(after["at_t"]["beta"], 2 * before["at_t"]["beta"])
        self.assertLess(after["at_t"]["alpha"], before["at_t"]["alpha"])
        self.assertNotEqual(after.sums("z"), before.sums("z"))
        self.assertEqual(after.sums("x"), before.sums("x"))
        now = self.window.shot()
        for label in ("plot variance", "plot signal", "picture z", "beta_max"):
            rect = after.items_by_label()[label]["rect"]
            self.assertNotEqual(shown.part(rect), now.part(rect), f"{label} looks the same")
        rect = after.items_by_label()["picture x"]["rect"]
        self.assertEqual(shown.part(rect), now.part(rect), "x has changed")

    def test_drag_is_followed_while_the_button_is_down(self):
        self.window.hold(self.window.place("beta_max", 0.3, of="track"))
        first = self.window.state().beta_max
        self.window.move(self.window.place("beta_max", 0.6, of="track"))
        self.assertGreater(self.window.state().beta_max, 3 * first)
        self.window.move((-20, 700))  # outside; the slider still has the mouse
        self.assertAlmostEqual(self.window.state().beta_max, 1e-5)
        self.window.release()
        self.window.move(self.window.place("beta_max", 0.9, of="track"))
        self.assertAlmostEqual(self.window.state().beta_max, 1e-5)

    def test_wheel_moves_it_and_right_click_resets(self):
        knob = self.window.place("beta_max", 0.5, of="track")
        self.window.wheel(knob, 3)
        up = self.window.state().beta_max
        self.assertAlmostEqual(math.log(up / 0.02), 0.03 * math.log(0.5 / 1e-5), delta=0.01)
        self.window.wheel(knob, -6)
        self.assertLess(self.window.state().beta_max, 0.02)
        self.window.click(knob, button=3)
        self.assertEqual(self.window.state().beta_max, "default")

    def test_what_comes_after_a_turn_does_not_change_it(self):
        """Keys and moves that wait behind it in one queue."""
        place = self.window.move_words(self.window.place("beta_max", 0.5, of="track"))
        turn = [*place, "click", "--repeat", 2, "--delay", 0, 4]
        for after in (["keydown", "ctrl", "keyup", "ctrl"], ["keydown", "shift", "keyup", "shift"],
                      self.window.move_words((2, 2)), self.window.move_words((600, 650))):
            for _ in range(4):
                self.display.act(*turn, *after)
                state = self.window.state()
                self.assertAlmostEqual(math.log(state.beta_max / 0.02),
                                       0.02 * math.log(0.5 / 1e-5), delta=0.01, msg=after)
                self.assertEqual(state.t, 240)
                self.window.key("ctrl+z")
                self.assertEqual(self.window.state().beta_max, "default")

    def test_arrow_keys_move_the_slider_that_was_pressed(self):
        one, ten, tenth = [], [], []
        for keys, values in ((["Right"], one), (["shift+Right"], ten), (["ctrl+Right"], tenth)):
            self.window.click(self.window.place("beta_max"), button=3)
            self.window.key(*keys)
            values.append(math.log(self.window.state().beta_max / 0.02))
        self.assertAlmostEqual(ten[0] / one[0], 10, delta=0.5)
        self.assertAlmostEqual(tenth[0] / one[0], 0.1, delta=0.05)
        self.window.move(self.window.place("beta_min"))  # it rests there, and says nothing
        self.window.key("Right")
        state = self.window.state()
        self.assertEqual((state.t, state.beta_min), (240, "default"))
        self.window.key("Escape", "Right")
        self.assertEqual(self.window.state().t, 241)

    def test_arrow_keys_leave_the_slider_under_the_pointer(self):
        self.window.move(self.window.place("beta_max"))
        self.window.key("Right", "shift+Right")
        state = self.window.state()
        self.assertEqual((state.t, state.beta_max), (251, "default"))

    def test_typed_value_is_taken_exactly(self):
        for place in ((0.2, 0.2), (0.7, 0.75)):  # the label, the track
            self.window.double_click(self.window.place("beta_max", *place))
            self.window.type("0.05")
            self.window.key("Return")
            self.assertEqual(self.window.state().beta_max, 0.05)
            self.window.click(self.window.place("beta_max"), button=3)

    def test_escape_leaves_the_value(self):
        self.window.double_click(self.window.place("beta_max", 0.2, 0.2))
        self.window.type("0.3")
        self.window.key("Escape")
        self.assertEqual(self.window.state().beta_max, "default")

    def test_field_that_is_only_looked_at(self):
        for value, typed in (("default", None), (0.0123456789012, "0.0123456789012")):
            if typed:
                self.window.double_click(self.window.place("beta_max", 0.2, 0.2))
                self.window.type(typed)
                self.window.key("Return")
            for leave in (lambda: self.window.key("Return"), lambda: self.window.click((2, 2))):
                self.window.double_click(self.window.place("beta_max", 0.2, 0.2))
                leave()
                self.assertEqual(self.window.state().beta_max, value)

    def test_value_out_of_range_is_refused_with_a_word(self):
        for typed in ("7", "abc", "nan", "-0.01"):
            self.window.double_click(self.window.place("beta_max", 0.2, 0.2))
            self.window.type(typed)
            self.window.key("Return")
            state = self.window.state()
            self.assertEqual(state.beta_max, "default")
            self.assertIn("β_T: ", state["window"]["message"])
            self.assertIn(typed, state["window"]["message"])

    def test_switch_and_seed_field(self):
        self.window.click(self.window.place("zero_snr", 0.1))
        state = self.window.state()
        self.assertEqual(state.zero_snr, 1)
        self.window.click(self.window.place("seed"))
        self.window.type("18446744073709551615")
        self.window.key("Return")
        # JSON readers keep no whole number of 64 bits, so that it is a text.
        self.assertEqual(self.window.state().seed, "18446744073709551615")
        self.window.click(self.window.place("new noise"))
        self.assertEqual(self.window.state().seed, 0, "the seed after the last is the first")


class Keys(WindowTest):
    def test_tab_walks_through_the_controls(self):
        self.window.click(self.window.place("beta_min", 0.2, 0.2))  # its label
        x, y, w, h = self.window.item("beta_max")["rect"]
        self.window.move((2, 2))
        self.window.state()
        bare, around = self.window.shot(), (x - 4, y - 4, w + 8, h + 8)
        self.window.key("Tab")
        self.window.state()
        self.assertTrue(self.window.shot().part(around) != bare.part(around), "no ring")
        self.window.key("Right")
        state = self.window.state()
        self.assertGreater(state.beta_max, 0.02)
        self.assertEqual((state.t, state.beta_min), (240, "default"))
        self.window.key("shift+Tab", "Right")
        self.assertGreater(self.window.state().beta_min, 1e-4)
        self.window.click(self.window.place("snr_shift", 0.2, 0.2))
        self.window.key("Tab", "space")
        state = self.window.state()
        self.assertEqual((state.scale_with_t, state.playing), (1, 0))
        self.window.key("Escape", "space")
        self.window.state_when("playing", lambda s: s.playing)
        self.window.key("space")

    def test_open_list_takes_the_keys(self):
        before = self.window.state()
        self.window.click(self.window.place("schedule"))
        self.window.move((900, 500))
        self.window.key("Down", "Down", "Return")
        state = self.window.state()
        self.assertNotEqual(state.schedule, before.schedule)
        self.assertEqual((state.speed, state.t), (before.speed, before.t))
        self.window.click(self.window.place("presets"))
        self.window.key("End", "Right", "Home", "Escape")
        after = self.window.state()
        self.assertEqual((after.schedule, after.t), (state.schedule, before.t))
        self.window.key("Home")
        self.assertEqual(self.window.state().t, 1)

    def test_turn_over_the_scrolling_panel_changes_nothing_in_it(self):
        self.start("--size", "1280x480")
        before = self.window.state()
        x, heading = before.items_by_label()["schedule"]["rect"][0], self.window.place("presets")[1]
        self.window.wheel((x + 30, heading), -9)
        state = self.window.state()
        self.assertNotEqual(state.items_by_label().get("beta_max", {}).get("rect"),
                            before.items_by_label()["beta_max"]["rect"], "it did not scroll")
        self.assertEqual(state["settings"], before["settings"])


class Time(WindowTest):
    def test_dragging_the_timeline(self):
        self.window.drag(self.window.place("t", 0.2), self.window.place("t", 0.75))
        self.assertAlmostEqual(self.window.state().t, 750, delta=3)
        self.window.drag(self.window.place("t", 0.75), (1400, 300))
        self.assertEqual(self.window.state().t, 1000)

    def test_keys_step(self):
        for keys, t in ((["Right"], 241), (["Right", "Right"], 243), (["Left"], 242),
                        (["shift+Right"], 252), (["shift+Left"], 242), (["Home"], 1),
                        (["Left"], 1), (["End"], 1000), (["Right"], 1000)):
            self.window.key(*keys)
            self.assertEqual(self.window.state().t, t, keys)

    def test_space_plays_to_the_end_and_stops(self):
        self.window.key("Home", *["Up"] * 20)
        self.assertEqual(self.window.state().speed, 8)
        self.window.key("space")
        playing = self.window.state_when("t to move", lambda s: s.t > 1)
        self.assertEqual(playing["settings"].get("loop"), 0)
        end = self.window.state_when("the end", lambda s: not s.playing)
        self.assertEqual(end.t, 1000)

    def test_play_button_stops_half_way(self):
        self.window.click(self.window.place("play"))
        self.window.state_when("t to move", lambda s: s.t > 260)
        self.window.key("space")
        stopped = self.window.state()
        self.assertEqual(stopped.playing, 0)
        self.assertLess(stopped.t, 1000)
        time.sleep(0.2)
        self.assertEqual(self.window.state().t, stopped.t)

    def test_strip_cell_sets_t(self):
        self.window.click(self.window.place("strip 700"))
        self.assertEqual(self.window.state().t, 700)

    def test_typed_step(self):
        self.window.double_click(self.window.place("t number"))
        self.window.type("333")
        self.window.key("Return")
        self.assertEqual(self.window.state().t, 333)
        self.window.double_click(self.window.place("t number"))
        self.window.type("1001")
        self.window.key("Return")
        state = self.window.state()
        self.assertEqual(state.t, 333)
        self.assertIn("1001", state["window"]["message"])


class Plots(WindowTest):
    def t_at(self, plot, across):
        self.window.click(self.window.place(f"plot {plot}", across))
        return self.window.state().t

    def test_click_and_drag_set_t(self):
        for plot in ("signal", "variance", "pixel"):
            # The target is a little wider than the frame, where t is 0 and T.
            self.assertAlmostEqual(self.t_at(plot, 0.6), 600, delta=15)
            self.window.hold(self.window.place(f"plot {plot}", 0.3, 0.4))
            self.assertAlmostEqual(self.window.state().t, 300, delta=15)
            self.window.move(self.window.place(f"plot {plot}", 0.8, 0.4))
            self.assertAlmostEqual(self.window.state().t, 800, delta=15)
            self.window.release()

    def test_wheel_zooms_and_double_click_fits(self):
        self.window.wheel(self.window.place("plot signal", 0.25), 10)
        left, right = self.t_at("signal", 0.05), self.t_at("signal", 0.95)
        self.assertAlmostEqual(right - left, 0.9 * 1000 * 0.8 ** 10, delta=8)
        self.assertTrue(left < 250 < right, (left, right))
        self.assertAlmostEqual(self.t_at("variance", 0.95), 960, delta=12)  # on its own
        self.window.double_click(self.window.place("plot signal"))
        self.assertAlmostEqual(self.t_at("signal", 0.95), 960, delta=12)

    def test_legend_toggles(self):
        for label in ("show_alpha", "show_beta", "show_sigma2", "show_mean"):
            plot = {"show_alpha": "signal", "show_mean": "pixel"}.get(label, "variance")
            rect = self.window.item(f"plot {plot}")["rect"]
            self.window.move(self.window.place(label))
            self.window.state()
            shown = self.window.shot().part(rect)
            self.window.click(self.window.place(label))
            self.assertEqual(self.window.state()["settings"][label], 0)
            self.assertNotEqual(self.window.shot().part(rect), shown, label)
            self.window.click(self.window.place(label))
            self.assertEqual(self.window.state()["settings"][label], 1)
            # What points at a symbol marks it a moment later.
            wait_until(f"{label} as it was", lambda: self.window.shot().part(rect) == shown)

    def test_axes(self):
        for label, name, value in (("variance_scale linear", "variance_scale", "linear"),
                                   ("signal log_snr", "signal", "log_snr"),
                                   ("channel blue", "channel", "blue")):
            self.window.click(self.window.place(label))
            self.assertEqual(self.window.state()["settings"][name], value)


class Pictures(WindowTest):
    def test_click_pins_and_a_second_frees(self):
        for label in ("picture x", "picture noise"):
            x, y, w, h = self.window.item(label)["rect"]
            at = (round(x + 0.3 * w), round(y + 0.6 * h))
            self.window.click(at)
            state = self.window.state()
            self.assertEqual((state.pin_x, state.pin_y),
                             (int((at[0] + 0.5 - x) / w * 256), int((at[1] + 0.5 - y) / h * 256)))
            self.window.click(at)
            self.assertEqual(self.window.state().pin_x, -1)

    def test_wheel_zooms_all_and_right_click_shows_all(self):
        before = self.window.shot()
        self.window.wheel(self.window.place("picture z", 0.2, 0.2), 5)
        state, after = self.window.state(), self.window.shot()
        self.assertAlmostEqual(state.zoom, 1.25 ** 5, places=6)
        self.assertLess(state.zoom_x, 0.5)
        for name in ("x", "zprev", "z", "mean", "sample", "noise"):
            rect = state.items_by_label()[f"picture {name}"]["rect"]
            self.assertNotEqual(before.part(rect), after.part(rect), name)
        self.window.drag(self.window.place("picture z", 0.3), self.window.place("picture z", 0.7))
        self.assertLess(self.window.state().zoom_x, state.zoom_x)
        self.window.click(self.window.place("picture x"), button=3)
        state = self.window.state()
        self.assertEqual((state.zoom, state.zoom_x, state.zoom_y), (1, 0.5, 0.5))

    def test_new_noise_and_new_draw(self):
        before = self.window.state()
        self.window.key("n")
        after = self.window.state()
        self.assertEqual(after.seed, before.seed + 1)
        self.assertNotEqual(after.sums("noise"), before.sums("noise"))
        self.assertEqual(after.sums("x"), before.sums("x"))
        self.window.key("d")
        drawn = self.window.state()
        self.assertNotEqual(drawn.sums("sample"), after.sums("sample"))
        self.assertEqual(drawn.sums("z"), after.sums("z"))


class Window(WindowTest):
    def test_schedule_list(self):
        self.window.click(self.window.place("schedule"))
        self.assertIn("schedule cosine", self.window.state().items_by_label())
        self.window.key("Escape")
        state = self.window.state()
        self.assertNotIn("schedule cosine", state.items_by_label())
        self.assertEqual(state.schedule, "linear")
        self.window.click(self.window.place("schedule"))
        self.window.click(self.window.place("schedule cosine"))
        after = self.window.state()
        self.assertEqual(after.schedule, "cosine")
        self.assertEqual(after.steps, 1000)
        self.assertNotEqual(after["at_t"], state["at_t"])
        self.assertNotIn("schedule linear", after.items_by_label())
        self.assertIn("cosine_s", after.items_by_label())
        # A press beside the open list closes it.
        self.window.click(self.window.place("schedule"))
        self.window.click(self.window.place("t", 0.5))
        self.assertNotIn("schedule linear", self.window.state().items_by_label())

    def test_theme(self):
        for theme in ("dark", "light", "dark"):
            self.assertEqual(self.window.state().theme, theme)
            self.assertEqual(self.window.shot().at(3, 3), GROUND[theme])
            self.window.key("t")

    def test_h_hides_the_panels(self):
        self.start("--size", "1200x880")
        wide = self.window.item("picture x")["rect"][2]
        self.window.key("h")
        state = self.window.state()
        self.assertNotIn("beta_max", state.items_by_label())
        self.assertNotIn("plot signal", state.items_by_label())
        self.assertGreater(state.items_by_label()["picture x"]["rect"][2], 1.2 * wide)
        self.window.key("h")
        self.assertIn("beta_max", self.window.state().items_by_label())

    def test_help(self):
        before = self.window.shot()
        for key, end in (("question", "Escape"), ("F1", "F1"), ("question", "question")):
            self.window.key(key)
            self.assertEqual(self.window.state().help, 1, key)
            self.assertNotEqual(self.window.shot().rows, before.rows)
            self.window.key(end)
            self.assertEqual(self.window.state().help, 0, end)
            self.assertEqual(self.window.shot().rows, before.rows)
        self.window.click(self.window.place("help"))
        self.assertEqual(self.window.state().help, 1)
        # The help lies over everything: what is below gets no click.
        self.window.click(self.window.place("strip 700"))
        state = self.window.state()
        self.assertEqual((state.help, state.t), (0, 240))

    def test_keys_of_the_state(self):
        for key, name, choices in (("s", "signal", 3), ("v", "variance_scale", 2), ("l", "loop", 2),
                                   ("r", "channel", 3)):
            seen = [self.window.state()["settings"][name]]
            for _ in range(choices):
                self.window.key(key)
                seen.append(self.window.state()["settings"][name])
            self.assertEqual((len(set(seen)), seen[-1]), (choices, seen[0]), (key, seen))
        self.window.key("plus")
        self.assertGreater(self.window.state().ui_scale, 1)
        self.window.key("minus", "minus")
        self.assertLess(self.window.state().ui_scale, 1)
        self.window.key("0")
        self.assertEqual(self.window.state().ui_scale, 1)

    def test_full_screen_and_back(self):
        """Without a window manager nobody makes the window larger: only that it goes on."""
        for full in (1, 0, 1, 0):
            self.window.key("F11")
            self.assertEqual(self.window.state().fullscreen, full)
        self.window.click(self.window.place("strip 700"))
        self.assertEqual(self.window.state().t, 700)

    def test_messages_lie_on_nothing_that_matters(self):
        for size in ("1280x720", "640x480", "1600x900"):
            for view in ("forward", "compare"):
                self.start("--size", size, "--view", view)
                self.window.state()
                before = self.window.shot()
                top = 44 * max(0.82, min(before.width / 1600, before.height / 900))
                bar = (0, 0, before.width, top)
                rest = (0, top + 1, before.width, before.height - top - 1)
                self.window.key("ctrl+c")  # what is next done by hand takes the message away

                def said():
                    now = self.window.shot()
                    return now if now.part(bar) != before.part(bar) else None
                now = wait_until(f"{size} {view}: a message", said)
                self.assertTrue(before.part(rest) == now.part(rest), f"{size} {view}: it hides")
                self.assertIn("copied", self.window.state()["window"]["message"])

    def test_picture_of_the_window(self):
        self.window.state()
        shown = self.window.shot()
        self.window.key("F12")
        message = self.window.state()["window"]["message"]
        self.assertRegex(message, r"^written: alphabar-\d{8}-\d{6}\.png$")
        path = os.path.join(self.window.folder, message[len("written: "):])
        written = pixels.read_png(path)
        os.remove(path)
        self.assertEqual((written.width, written.height), (1280, 720))
        for y in range(0, 720, 7):
            row = written.rows[y]
            rgb = bytearray(3 * written.width)
            for c in range(3):
                rgb[c::3] = row[c::written.channels]
            self.assertEqual(rgb, shown.rows[y], f"row {y}")

    def test_picture_of_the_window_carries_its_command_line(self):
        self.start("--size", "1280x720", "--view", "forward", "--t", "333", "--theme", "light")
        self.window.wheel(self.window.place("plot pixel", 0.4), 3)  # which no option says
        self.window.move((2, 2))
        self.window.state()
        self.window.key("F12")
        message = self.window.state()["window"]["message"]
        path = os.path.join(self.window.folder, message[len("written: "):])
        again = path[:-len(".png")] + "-again.png"
        subprocess.run([program(), "export", again, "--from", path], check=True,
                       stdout=subprocess.DEVNULL, timeout=PATIENCE)
        first, second = pixels.read_png(path), pixels.read_png(again)
        os.remove(path)
        os.remove(again)
        self.assertEqual((first.width, first.height), (second.width, second.height))
        # A hidden window rounds the edges of lines otherwise by one step at most.
        worst = max((abs(a - b) for one, other in zip(first.rows, second.rows)
                     if one != other for a, b in zip(one, other)), default=0)
        self.assertLessEqual(worst, 2)

    def test_close(self):
        self.window.key("ctrl+q")
        self.assertEqual(self.window.wait_for_end(), 0)
        self.start()
        self.window.close()
        self.assertEqual(self.window.wait_for_end(), 0)


def overlaps(state: State):
    """Pairs of items that lie over each other by more than the pixel that rounding may share."""
    items = state["items"]
    for i, a in enumerate(items):
        ax, ay, aw, ah = a["rect"]
        for b in items[i + 1:]:
            bx, by, bw, bh = b["rect"]
            if ax + aw > bx + 1 and bx + bw > ax + 1 and ay + ah > by + 1 and by + bh > ay + 1:
                yield a, b


class Sizes(WindowTest):
    screen = (3840, 2160)
    sizes = ((640, 480), (800, 600), (1024, 768), (1280, 720), (1920, 1080), (3840, 2160),
             (2160, 2160), (1000, 1600), (1280, 720), (640, 480))

    def check_layout(self, state):
        size = state["window"]["width"], state["window"]["height"]
        self.assertEqual([f"{a} over {b}" for a, b in overlaps(state)], [], size)
        for item in state["items"]:
            x, y, w, h = item["rect"]
            self.assertTrue(x >= 0 and y >= 0 and w > 0 and h > 0 and
                            x + w <= size[0] + 0.5 and y + h <= size[1] + 0.5, (size, item))
        for name in ("x", "zprev", "z", "mean", "sample", "noise"):
            self.assertIn(f"picture {name}", state.items_by_label(), size)
        for label in ("play", "t", "theme", "help"):
            self.assertIn(label, state.items_by_label(), size)

    def check_all_sizes(self):
        for width, height in self.sizes:
            self.check_layout(self.window.resize(width, height))

    def test_dark(self):
        self.check_all_sizes()

    def test_light_and_every_part(self):
        """Light, with the widest controls: log SNR, a schedule that shows the most sliders."""
        self.start(*self.arguments, "--theme", "light", "--schedule", "linear", "--zero-snr", "1",
                   "--steps", "10000", "--seed", "18446744073709551615")
        self.window.key("s", "End")
        self.check_all_sizes()


if __name__ == "__main__":
    unittest.main()
