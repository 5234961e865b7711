"use client";
import { Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatDay, formatNumber } from "@/lib/format";

type Props = { points: { day: string; [series: string]: string | number }[]; names: string[]; colours: string[] };

const dayOf = (day: unknown) => formatDay(new Date(`${day}T12:00:00Z`), "UTC");

export function Lines({ points, names, colours }: Props) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={points} margin={{ top: 8, right: 4, bottom: 0, left: 4 }} accessibilityLayer={false}>
        <XAxis
          dataKey="day"
          tickFormatter={dayOf}
          tickLine={false}
          axisLine={{ stroke: "var(--line)" }}
          tick={{ fill: "var(--faint)", fontSize: 12 }}
          minTickGap={60}
        />
        <YAxis hide domain={[0, "dataMax"]} />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={dayOf}
          formatter={(value) => formatNumber(Number(value))}
          contentStyle={{ background: "var(--raised)", border: "1px solid var(--line-strong)", borderRadius: 6 }}
          itemStyle={{ padding: 0 }}
        />
        {names.map((name, at) => (
          <Line
            key={name}
            type="monotone"
            dataKey={`c${at}`}
            name={name}
            stroke={colours[at]}
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
