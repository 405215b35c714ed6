(* Leap years and days of the week. Expected output: from an independent Python program. *)
leapQ[y_] := Divisible[y, 4] && ! Divisible[y, 100] || Divisible[y, 400];
Print[Select[Range[1890, 1920], leapQ]]
Print[AllTrue[Range[1600, 2400], leapQ[#] === LeapYearQ[{#}] &]]
Print[Select[Range[2008, 2121], DayName[{#, 12, 25}] === Sunday &]]
