(* Greedy Egyptian fractions. Expected output: from an independent Python program. *)
egypt[0] := {};
egypt[q_] := With[{n = Ceiling[1/q]}, Prepend[egypt[q - 1/n], 1/n]];
Scan[Print[#, " = ", egypt[#]] &, {43/48, 5/121, 4/13}]
Print[Total[egypt[5/121]] == 5/121]
