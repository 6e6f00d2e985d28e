namespace SparseGen.Experiments.Report;

/// <summary>All subjects in one table, as the paper's Table 1: the sparsity up to which every ticket matches the unpruned network, all components pruned together.</summary>
sealed class SummarySection(IReadOnlyList<SubjectResults> results, Html html)
{
    public void Write()
    {
        var rows = results.Where(subject => subject.Decisive.Metric.DecidesMatches).Select(Row).OfType<string[]>().ToArray();
        if (rows.Length == 0) return;
        html.Heading(2, "Sparsity up to which tickets match");
        html.Table(["", "sparsity", "the paper's", "metric", "unpruned", "winning", "random"], rows);
        html.Paragraph(MatchingRule.Rule(results.Max(subject => subject.Decisive.Unpruned.Count)), "small");
    }

    /// <returns>null where nothing was measured, or no pair of curves prunes everything</returns>
    static string[]? Row(SubjectResults subject)
    {
        var both = subject.Subject.Curves.Where(curve => curve.Method == CurveOutline.WholeNetwork).Select(curve => curve.Name).ToHashSet();
        var pairs = subject.Subject.Pairs().Where(pair => both.Contains(pair.Winning)).ToArray();
        var metric = subject.Decisive;
        if (pairs.Length == 0 || metric.Unpruned.Count == 0) return null;
        var (name, paper, unpruned) = (subject.Subject.Name, subject.Subject.PaperSparsity is { } sparsity ? Html.Percent(sparsity) : "–", Html.Number(metric.Unpruned));
        var (pair, matching) = (pairs[0], MatchingRule.MatchingRounds(metric, subject.Subject.Rounds, pairs[0]));
        var words = matching.Words(round => metric.Sparsity(pair.Winning, round)) ?? "none";
        return matching.UpTo is { } last
            ? [name, words, paper, metric.Metric.Name, unpruned, Html.Number(metric.At(pair.Winning, last)), Html.Number(metric.At(pair.Random, last))]
            : [name, words, paper, metric.Metric.Name, unpruned, "", ""];
    }
}
