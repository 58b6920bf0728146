using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Domain.Notifications;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

/// <summary>The examples of docs/webhooks.md do what they say.</summary>
public sealed partial class WebhookDocumentTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_1";
    private const string Body = """{"id":"msg_1","type":"order","note":"ü"}""";

    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly string Timestamp = Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Signature => WebhookSignature.Of(
        [new byte[32], Convert.FromBase64String(Secret["whsec_".Length..])], Id, Now.ToUnixTimeSeconds(), Encoding.UTF8.GetBytes(Body));

    [Fact]
    public void Document_ItsExampleInCSharp_IsTheTestedCode() => Assert.Equal(
        Squeeze(Block("csharp")), Squeeze(Between(File.ReadAllText(PathOf("tests", "Api", "Notifications", "WebhookVerifier.cs")), "    /// <summary>Whether", "\n}")));

    [Fact]
    public void Example_InCSharp_TakesTheDesksMessageAndNoOther()
    {
        Assert.True(Verify(Signature, Body, Now));
        Assert.True(Verify(Signature, Body, Now.AddSeconds(300)));
        Assert.False(Verify(Signature, Body, Now.AddSeconds(301)));
        Assert.False(Verify(Signature, Body + " ", Now));
        Assert.False(Verify("v1,AAAA", Body, Now));
        Assert.False(Verify(string.Empty, Body, Now));
    }

    [Theory]
    [InlineData(Body, "True")]
    [InlineData(Body + " ", "False")]
    public async Task Example_InPython_TakesTheDesksMessageAndNoOther(string body, string expected) => Assert.Equal(expected, await RunAsync(
        "python3", "-c",
        $"{Block("python")}\nprint(is_genuine('{Secret}', '{Id}', '{Timestamp}', '{Signature}', {PythonBytes(body)}, {Timestamp}))"));

    [Theory]
    [InlineData(Body, "0")]
    [InlineData(Body + " ", "1")]
    public async Task Example_InAShell_TakesTheDesksMessageAndNoOther(string body, string expected)
    {
        using var folder = new Desk.DataDirectory();
        var file = folder.Write("body.json", body);

        Assert.Equal(expected, await RunAsync(
            "bash", "-c", $"{Block("bash")}\nis_genuine '{Secret}' '{Id}' '{Timestamp}' '{Signature}' '{file}'; echo $?"));
    }

    private static bool Verify(string signatures, string body, DateTimeOffset now) =>
        WebhookVerifier.IsGenuine(Secret, Id, Timestamp, signatures, Encoding.UTF8.GetBytes(body), now);

    private static string PythonBytes(string text) => "bytes.fromhex('" + Convert.ToHexString(Encoding.UTF8.GetBytes(text)) + "')";

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program))), $"There is no {program} here.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(string.Empty, errors);
        return output.Trim();
    }

    private static string Block(string language) => Between(File.ReadAllText(PathOf("docs", "webhooks.md")), $"```{language}\n", "\n```", whole: false);

    private static string Between(string text, string start, string end, bool whole = true)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        return text[(whole ? from : from + start.Length)..text.IndexOf(end, from + start.Length, StringComparison.Ordinal)];
    }

    private static string PathOf(params string[] parts) => Path.Combine([SharedFiles.RepositoryRoot, .. parts]);

    private static string Squeeze(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
