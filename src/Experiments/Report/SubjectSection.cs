using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>The part of a report about one subject.</summary>
sealed class SubjectSection(StudyOutline study, SubjectResults results, string folder, Html html)
{
    IEnumerable<int> Rounds => Enumerable.Range(1, results.Subject.Rounds);

    public void Write()
    {
        html.Heading(2, results.Subject.Name);
        if (results.Unpruned.Count == 0)
        {
            html.Paragraph("Nothing has been measured yet.");
            return;
        }
        Findings();
        html.Raw(MetricChart());
        MetricTable();
        Images();
        html.Heading(3, "Time");
        html.Raw(TimeChart());
        TimeTable();
        html.Heading(3, "What survives in each layer");
        foreach (var chain in study.Curves.Select(curve => curve.Chain).Distinct()) Densities(chain);
        Remarks();
    }

    /// <summary>Pairs of curves that wear the same masks: rewound and drawn anew.</summary>
    IEnumerable<(string Winning, string Random)> Pairs =>
        from winning in study.Curves
        where !winning.IsRandom
        from random in study.Curves
        where random.IsRandom && random.Chain == winning.Chain
        select (winning.Name, random.Name);

    void Findings()
    {
        foreach (var (winning, random) in Pairs)
        {
            var round = Verdict.HighestMatch(results, winning, random);
            html.Paragraph(round is { } highest
                ? $"The {winning} ticket matches the unpruned network up to a sparsity of {Html.Percent(results.Sparsity(winning, highest))} (round {highest})."
                : $"No {winning} ticket matches the unpruned network by the rule below.", "finding");
        }
        if (Pairs.Any()) html.Paragraph(Verdict.Rule(results.Unpruned.Count), "small");
    }

    string MetricChart()
    {
        var series = study.Curves.Select(curve => new Series(curve.Name, [.. Rounds
            .Select(round => (Sparsity: results.Sparsity(curve.Name, round), Value: results.At(curve.Name, round)))
            .Where(point => point.Value.Count > 0)
            .Select(point => new ChartPoint(point.Sparsity, point.Value.Mean, point.Value.Deviation, $"{curve.Name} at {Html.Percent(point.Sparsity)}: {Html.Number(point.Value)}"))])).ToArray();
        var values = series.SelectMany(one => one.Points).SelectMany(point => new[] { point.Y - point.Deviation, point.Y + point.Deviation })
            .Append(results.Unpruned.Mean).Where(double.IsFinite).ToArray();
        return new LineChart(
            $"{study.MetricTitle} of {results.Subject.Name} by sparsity",
            SparsityAxis.For(series),
            new LinearAxis(study.MetricTitle, Math.Min(0, values.Min()), values.Max()),
            series,
            ("unpruned", results.Unpruned.Mean)).ToHtml();
    }

    void MetricTable()
    {
        var pairs = Pairs.ToArray();
        var heads = new List<string> { "round", "sparsity" };
        foreach (var curve in study.Curves) heads.Add(curve.Name);
        foreach (var (winning, random) in pairs)
        {
            heads.Add($"{random} − {winning}");
            heads.Add("matches");
        }
        var rows = new List<IReadOnlyList<string>> { new[] { "0", Html.Percent(0), $"{Html.Number(results.Unpruned)} unpruned" }.Concat(Enumerable.Repeat("", heads.Count - 3)).ToArray() };
        foreach (var round in Rounds)
        {
            var row = new List<string> { round.ToString(CultureInfo.InvariantCulture), Html.Percent(results.Sparsity(study.Curves[0].Name, round)) };
            foreach (var curve in study.Curves)
            {
                var own = results.Sparsity(curve.Name, round);
                var differs = double.IsFinite(own) && Math.Abs(own - results.Sparsity(study.Curves[0].Name, round)) > 5e-4;
                row.Add(Html.Number(results.At(curve.Name, round)) + (differs ? $" at {Html.Percent(own)}" : ""));
            }
            foreach (var (winning, random) in pairs)
            {
                row.Add(Html.Number(results.Difference(random, winning, round)));
                row.Add(Verdict.Matches(results.Unpruned, results.At(winning, round), results.At(random, round)) switch { true => "yes", false => "no", null => "–" });
            }
            rows.Add(row);
        }
        var best = pairs.Length > 0 ? Verdict.HighestMatch(results, pairs[0].Winning, pairs[0].Random) : null;
        html.Table(heads, rows, number => number == best);
        html.Paragraph(results.Unpruned.Count > 1
            ? $"Mean ± standard deviation over {results.Unpruned.Count} seeds; differences are taken seed by seed."
            : "One seed.", "small");
    }

    string TimeChart()
    {
        var series = study.Curves.Select(curve => new Series(curve.Name, [.. Rounds
            .Select(round => (Sparsity: results.Sparsity(curve.Name, round), Time: results.MillisecondsPerStep(curve.Name, round)))
            .Where(point => point.Time.Count > 0 && double.IsFinite(point.Sparsity))
            .Select(point => new ChartPoint(point.Sparsity, point.Time.Mean, point.Time.Deviation, $"{curve.Name} at {Html.Percent(point.Sparsity)}: {Html.Number(point.Time)} ms"))])).ToArray();
        var unpruned = results.MillisecondsPerStep(Curve.Unpruned, 0);
        var highest = series.SelectMany(one => one.Points).Select(point => point.Y + point.Deviation).Append(unpruned.Count > 0 ? unpruned.Mean : 0).Max();
        return new LineChart(
            $"milliseconds per training step of {results.Subject.Name} by sparsity",
            SparsityAxis.For(series),
            new LinearAxis("milliseconds per training step", 0, highest),
            series,
            unpruned.Count > 0 ? ("unpruned", unpruned.Mean) : null).ToHtml();
    }

    void TimeTable()
    {
        var unpruned = results.MillisecondsPerStep(Curve.Unpruned, 0);
        html.Paragraph(string.Create(CultureInfo.InvariantCulture, $"Median of the steps of a training{(unpruned.Count > 1 ? ", averaged over the seeds" : "")}; unpruned {Html.Number(unpruned)} ms. All training steps together took {TimeSpan.FromSeconds(Math.Round(results.TrainingSeconds)):g}."));
        html.Details("Milliseconds per step by round", () => html.Table(
            ["round", "sparsity", .. study.Curves.Select(curve => curve.Name), $"unpruned / {study.Curves[0].Name}"],
            Rounds.Select(round => (IReadOnlyList<string>)
            [
                round.ToString(CultureInfo.InvariantCulture),
                Html.Percent(results.Sparsity(study.Curves[0].Name, round)),
                .. study.Curves.Select(curve => Html.Number(results.MillisecondsPerStep(curve.Name, round))),
                Html.Number(unpruned.Mean / results.MillisecondsPerStep(study.Curves[0].Name, round).Mean),
            ])));
    }

    void Densities(string chain)
    {
        var own = results.Densities.Where(density => density.Curve == chain).ToArray();
        if (own.Length == 0) return;
        var layers = own.Select(density => density.Layer).Distinct().ToArray();
        double Density(string layer, int round) => Statistics.Of(own.Where(density => density.Layer == layer && density.Round == round).Select(density => (double)density.Survivors / density.Total)).Mean;
        double Sparsity(int round)
        {
            var all = own.Where(density => density.Round == round).ToArray();
            return all.Length == 0 ? double.NaN : 1 - (double)all.Sum(density => (long)density.Survivors) / all.Sum(density => (long)density.Total);
        }
        var series = layers.Select(layer => new Series(layer, [.. Rounds
            .Select(round => (Sparsity: Sparsity(round), Density: Density(layer, round)))
            .Where(point => point.Density > 0)
            .Select(point => new ChartPoint(point.Sparsity, 100 * point.Density, 0, $"{layer} at {Html.Percent(point.Sparsity)}: {Html.Percent(point.Density)} survive"))])).ToArray();
        var lowest = series.SelectMany(one => one.Points).Select(point => point.Y).DefaultIfEmpty(1).Min();
        void Write()
        {
            html.Raw(new LineChart($"surviving weights by layer of {results.Subject.Name}, masks of {chain}", SparsityAxis.For(series), new LogarithmicAxis("surviving weights, %", lowest, 100), series).ToHtml());
            html.Details("By round, %", () => html.Table(
                ["round", "sparsity", .. layers],
                Rounds.Where(round => double.IsFinite(Sparsity(round))).Select(round => (IReadOnlyList<string>)
                [
                    round.ToString(CultureInfo.InvariantCulture),
                    Html.Percent(Sparsity(round)),
                    .. layers.Select(layer => Html.Number(100 * Density(layer, round))),
                ])));
        }
        if (chain == study.Curves[0].Chain) Write();
        else html.Details($"Masks of {chain}", Write);
    }

    /// <summary>A remark that is repeated round after round is said once, with the rounds.</summary>
    void Remarks()
    {
        foreach (var same in results.Remarks.GroupBy(remark => (remark.Curve, remark.Text)))
        {
            var where = same.GroupBy(remark => remark.Seed).Select(seed => string.Create(CultureInfo.InvariantCulture, $"seed {seed.Key}: {Ranges([.. seed.Select(remark => remark.Round).Order()])}"));
            html.Paragraph($"Masks of {same.Key.Curve}: {same.Key.Text} Rounds of {string.Join("; of ", where)}.", "remark");
        }
    }

    /// <summary>"3–8, 11"</summary>
    static string Ranges(int[] rounds)
    {
        var words = new List<string>();
        for (var i = 0; i < rounds.Length;)
        {
            var end = i;
            while (end + 1 < rounds.Length && rounds[end + 1] == rounds[end] + 1) end++;
            words.Add(i == end ? string.Create(CultureInfo.InvariantCulture, $"{rounds[i]}") : string.Create(CultureInfo.InvariantCulture, $"{rounds[i]}–{rounds[end]}"));
            i = end + 1;
        }
        return string.Join(", ", words);
    }

    void Images()
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"seed-{study.Seeds[0]}");
        var root = Path.Combine(folder, results.Subject.Name, seed);
        var originals = Path.Combine(root, "originals.png");
        if (!File.Exists(originals)) return;
        html.Heading(3, string.Create(CultureInfo.InvariantCulture, $"Images, seed {study.Seeds[0]}"));
        html.Raw("<div class=\"strips\">");
        Strip("originals", originals);
        Strip("unpruned network", Path.Combine(root, "unpruned", "final.png"));
        html.Raw("</div>\n");
        var best = Pairs.Select(pair => Verdict.HighestMatch(results, pair.Winning, pair.Random)).FirstOrDefault();
        foreach (var round in Rounds)
        {
            html.Raw(round == best ? "<div class=\"strips best\">" : "<div class=\"strips\">");
            foreach (var curve in study.Curves)
            {
                var path = Path.Combine(root, curve.Chain, string.Create(CultureInfo.InvariantCulture, $"round-{round:00}"), curve.IsRandom ? "random.png" : "winning.png");
                Strip($"{curve.Name}, {Html.Percent(results.Sparsity(curve.Name, round))}", path);
            }
            html.Raw("</div>\n");
        }
        if (best is not null) html.Paragraph("The framed row has the matching ticket of the highest sparsity.", "small");
    }

    void Strip(string words, string path)
    {
        if (!File.Exists(path)) return;
        html.Raw($"<figure><figcaption>{Html.Escape(words)}</figcaption><img alt=\"{Html.Escape(words)}\" src=\"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(path))}\"></figure>");
    }
}
