(* vector_calculus.wl *)
