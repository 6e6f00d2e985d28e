using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace SparseGen.Cli;

/// <summary>Texts of the parser's errors, with suggestions for mistyped words.</summary>
static partial class ParseErrors
{
    /// <summary>The error in one line, with a suggestion.</summary>
    /// <param name="problem">its message has the word in quotes, and the allowed values, if they are few</param>
    public static string Explain(ParseError problem, ParseResult parsed)
    {
        var message = Choices().Replace(problem.Message, match => $"{match.Groups[1].Value} {string.Join(", ", Quoted().Matches(match.Groups[2].Value).Select(one => one.Groups[1].Value))}.");
        if (WrongType().Match(message) is { Success: true } wrong) return $"{wrong.Groups[2].Value}: expected {Expected(wrong.Groups[3].Value)}, found '{wrong.Groups[1].Value}'.";
        return message.Contains("Did you mean", StringComparison.Ordinal) ? message : message + Suggest(problem, parsed);
    }

    /// <param name="type">a .NET type</param>
    static string Expected(string type) =>
        type.Contains("UInt", StringComparison.Ordinal) ? "a whole number from 0 on"
        : type.Contains("Int", StringComparison.Ordinal) ? "a whole number"
        : "a number";

    static string Suggest(ParseError problem, ParseResult parsed) =>
        Quoted().Matches(problem.Message).Select(match => match.Groups[1].Value).ToArray() is [var word, .. var others]
            ? Suggestion.For(word, others.Length > 0 ? others : Names(parsed))
            : "";

    /// <summary>The commands and options that can follow the recognised ones.</summary>
    static IEnumerable<string> Names(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return command.Subcommands.Select(one => one.Name).Concat(command.Options.Select(one => one.Name));
    }

    [GeneratedRegex(@"(Must be one of:)((?:\s*'[^']+')+)")]
    private static partial Regex Choices();

    [GeneratedRegex("^Cannot parse argument '(.*)' for option '(.*)' as expected type '(.*)'")]
    private static partial Regex WrongType();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
