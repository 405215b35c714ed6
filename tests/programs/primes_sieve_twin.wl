(* Twin primes, gaps and the prime counting function. Expected output: from an independent Python program. *)
p = Select[Range[2, 1000], PrimeQ];
Print[Length[p], " ", PrimePi[1000]]
Print[Take[Select[Partition[p, 2, 1], #[[2]] - #[[1]] == 2 &], 8]]
Print[KeySort[Counts[Differences[p]]]]
