(* dsolve.wl *)
