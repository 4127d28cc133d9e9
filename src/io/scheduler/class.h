// SPDX-License-Identifier: MIT
// The scheduler classes of Hugging Face diffusers, up to 0.39: what the constructor of each makes
// of its configuration, with its own defaults. A class more is a row more in class.c.
#ifndef ALPHABAR_IO_SCHEDULER_CLASS_H
#define ALPHABAR_IO_SCHEDULER_CLASS_H

#include <stdbool.h>

typedef enum SchedulerTable {
    TABLE_NONE,   // none that its configuration fixes and that betas can stand for: `why` says it
    TABLE_BETAS,  // betas by a name, or trained_betas
    TABLE_FLOW,   // the times of a straight path, shifted
    TABLE_SIGMAS, // noise levels between sigma_min and sigma_max
} SchedulerTable;

// Where the times of a flow lie, u from about 0 to 1.
typedef enum SchedulerGrid {
    GRID_NONE,   // it knows no flow
    GRID_WHOLE,  // t/T
    GRID_SOLVER, // (1 - 1/T) t/T: the DPM-Solvers never come to 1
    GRID_UNIPC,  // 1 - (1 - 1/T) (T - t)/T, and sigma_T = 1 - 1e-6
} SchedulerGrid;

// What rescale_betas_zero_snr does to the last step.
typedef enum SchedulerEnd {
    END_KEPT, // it does not read the key
    END_ZERO, // alpha_T = 0
    END_TINY, // then alpha_T = 2^-24, so that sigma_T is finite
} SchedulerEnd;

typedef enum SchedulerSpread {
    SPREAD_KARRAS, // evenly in sigma^(1/rho)
    SPREAD_EXPONENTIAL,
    SPREAD_VE, // sigma_min (sigma_max/sigma_min)^u, u from sampling_eps to 1
} SchedulerSpread;

typedef struct SchedulerClass {
    const char *name;
    SchedulerTable table;
    int steps; // the default of num_train_timesteps

    const char *schedules; // BETAS: the names of beta_schedule that it knows, its default first
    double beta_start, beta_end;
    SchedulerEnd end;
    double snr_scale; // the default of snr_shift_scale; 0: it does not read that

    SchedulerGrid grid; // FLOW; or BETAS where use_flow_sigmas is set
    bool dynamic;       // FLOW: use_dynamic_shifting takes the place of shift

    double sigma_min, sigma_max; // SIGMAS
    SchedulerSpread spread;
    bool either; // it reads sigma_schedule, "karras" or "exponential"
    int more;    // levels beyond num_train_timesteps

    const char *spacing; // the default of timestep_spacing; NULL: it has none
    const char *note;    // what else there is to say, as screens have it; or NULL
    const char *why;     // NONE: plain English
} SchedulerClass;

// "FlaxPNDMScheduler" is found as the class without Flax. NULL where it is not known.
const SchedulerClass *scheduler_class_find(const char *name);

// What a file without _class_name is read as: DDPMScheduler, with every name of beta_schedule.
extern const SchedulerClass scheduler_class_none;

// Whether a list of names with blanks between holds this one.
bool scheduler_names_hold(const char *names, const char *name);

// What a key of a configuration is about.
typedef enum SchedulerKey {
    KEY_UNKNOWN,
    KEY_TABLE,    // the table of some classes
    KEY_SAMPLING, // only which levels a sampler visits and what it does there
    KEY_NEITHER,  // _class_name and what else begins so
} SchedulerKey;

SchedulerKey scheduler_key(const char *key);

#endif
