using System.Globalization;

namespace SparseGen.Experiments.Report;

/// <summary>Writes report.html, a page without references to other files, from the files of a run. It can be written again at any time.</summary>
public static class ReportPage
{
    public const string FileName = "report.html";

    /// <summary>The largest number of missing trainings that are named.</summary>
    const int MissingShown = 12;

    /// <summary>Draws the report of a run's folder, finished or not.</summary>
    /// <returns>its path</returns>
    /// <exception cref="RunException">It is not the folder of a run, or its metrics cannot be read.</exception>
    public static string Draw(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var page = Compose(folder);
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(page)));
        return path;
    }

    static string Compose(string folder)
    {
        var run = RunManifest.Read(folder);
        var facts = MetricsLog.Read(folder);
        var timings = TimingsLog.Read(folder);
        var results = run.Outline.Subjects.Select(subject => new SubjectResults(run.Outline, subject, facts, timings)).ToArray();
        var html = new Html();
        html.Raw($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Html.Escape($"{run.Experiment}: {run.Outline.Description}")}</title>
            <style>{ReportStyle.Css}</style>
            </head>
            <body>

            """);
        html.Heading(1, $"{run.Experiment}: {run.Outline.Description}");
        html.Raw($"<pre class=\"command\">{Html.Escape(run.Command)}</pre>\n");
        Missing(html, results);
        foreach (var note in run.Outline.Notes ?? []) html.Paragraph($"Note: {note}", "remark");
        foreach (var failure in FailureLog.Read(folder)) html.Paragraph($"Failed: {failure}", "unfinished");
        new SummarySection([.. results.Where(subject => (subject.Subject.Sections ?? SectionOutline.OverRounds).Any(section => section is CurvesOutline))], html).Write();
        foreach (var subject in results) new SubjectSection(run.Outline, subject, folder, html).Write();
        html.Heading(2, "How this was made");
        html.Table(["option", "value"], GivenOptions(run));
        html.Details("Everything that decides the numbers", () => html.Table(["name", "value"], run.Fixed.Select(pair => (IReadOnlyList<string>)[pair.Key, pair.Value])));
        html.Details("Versions and machine", () => html.Table(["name", "value"], run.Noted.Select(pair => (IReadOnlyList<string>)[pair.Key, pair.Value])));
        return html.Raw("</body>\n</html>\n").ToString();
    }

    static void Missing(Html html, IEnumerable<SubjectResults> results)
    {
        var missing = results.SelectMany(subject => subject.Missing()).ToArray();
        if (missing.Length == 0) return;
        var named = string.Join("; ", missing.Take(MissingShown));
        var more = missing.Length > MissingShown ? string.Create(CultureInfo.InvariantCulture, $"; and {missing.Length - MissingShown} more") : "";
        html.Paragraph(
            $"This run is not finished: {missing.Length} trainings are missing. The command above goes on with it. Missing: {named}{more}.",
            "unfinished");
    }

    /// <summary>The options that were given, without those left at their defaults.</summary>
    static IEnumerable<IReadOnlyList<string>> GivenOptions(RunManifest run)
    {
        var defaults = CanonicalText.All(new RunOptions());
        return run.Fixed
            .Where(pair => defaults.TryGetValue(pair.Key, out var standard) && (standard != pair.Value || pair.Key is "scale" or "seed" or "seeds" or "device"))
            .Select(pair => (IReadOnlyList<string>)[pair.Key, pair.Value.Trim('"')]);
    }
}
