namespace SparseGen.Experiments.Report;

/// <summary>Images that the networks of the first seed generate or reconstruct, by round.</summary>
sealed class ImageStrips(StudyOutline study, SubjectResults results, string folder, Html html)
{
    readonly RunPaths _paths = new(folder, results.Subject.Name, study.Seeds[0]);

    public void Write()
    {
        if (!File.Exists(_paths.Originals)) return;
        html.Heading(3, $"Images, seed {study.Seeds[0]}");
        html.Raw("<div class=\"strips\">");
        Strip("originals", _paths.Originals);
        Strip("unpruned network", RunPaths.ImageOf(_paths.Unpruned));
        html.Raw("</div>\n");
        var best = results.Subject.Pairs().Select(pair => MatchingRule.MatchingRounds(results.Decisive, results.Subject.Rounds, pair).UpTo).FirstOrDefault();
        var isFramed = false;
        for (var round = 1; round <= results.Subject.Rounds; round++)
        {
            var drawn = results.Subject.Curves.Where(curve => File.Exists(ImageOf(curve, round))).ToArray();
            if (drawn.Length == 0) continue;
            isFramed |= round == best;
            html.Raw(round == best ? "<div class=\"strips best\">" : "<div class=\"strips\">");
            foreach (var curve in drawn) Strip($"{curve.Name}, {Html.Percent(results.Sparsity(curve.Name, round))}", ImageOf(curve, round));
            html.Raw("</div>\n");
        }
        if (isFramed) html.Paragraph("Every ticket up to the framed row matches.", "small");
    }

    string ImageOf(CurveOutline curve, int round) => RunPaths.ImageOf(_paths.Ticket(curve.Method, round, curve.IsRandom));

    void Strip(string words, string path)
    {
        if (!File.Exists(path)) return;
        var image = Convert.ToBase64String(File.ReadAllBytes(path));
        html.Raw($"<figure><figcaption>{Html.Escape(words)}</figcaption><img alt=\"{Html.Escape(words)}\" src=\"data:image/png;base64,{image}\"></figure>");
    }
}
