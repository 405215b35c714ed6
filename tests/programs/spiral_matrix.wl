(* A square filled in a spiral. Expected output: from an independent Python program. *)
spiral[1] = {{0}};
spiral[n_] := Module[{m = ConstantArray[-1, {n, n}], i = 1, j = 1, di = 0, dj = 1},
  Do[m[[i, j]] = k;
    If[! (1 <= i + di <= n && 1 <= j + dj <= n && m[[i + di, j + dj]] == -1), {di, dj} = {dj, -di}];
    {i, j} += {di, dj}, {k, 0, n^2 - 1}];
  m];
Scan[Print[StringRiffle[StringPadLeft[ToString[#], 2] & /@ #, " "]] &, spiral[5]]
