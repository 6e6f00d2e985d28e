using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace SparseGen.Cli;

/// <summary>What may have been meant by a word that the parser does not know.</summary>
static partial class Typing
{
    /// <summary>The problem in one line, and what may have been meant.</summary>
    /// <param name="problem">names the word in quotes, and what could stand there, if it is one of a few</param>
    /// <param name="parsed">the command line</param>
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

    /// <summary>The commands and options that can stand after those that were understood.</summary>
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
