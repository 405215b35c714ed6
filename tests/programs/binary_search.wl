(* Binary search in a sorted list. Expected output: from an independent Python program. *)
search[l_, x_] := Module[{lo = 1, hi = Length[l], mid},
  Catch[
    While[lo <= hi, mid = Quotient[lo + hi, 2];
      Which[l[[mid]] == x, Throw[mid], l[[mid]] < x, lo = mid + 1, True, hi = mid - 1]];
    Missing["NotFound"]]];
primes = Prime[Range[25]];
Print[search[primes, 41], " ", search[primes, 97], " ", search[primes, 42]]
Print[Table[search[primes, p], {p, primes}] === Range[25]]
