(* transforms.wl *)
