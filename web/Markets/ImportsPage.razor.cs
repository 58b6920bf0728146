using System.Globalization;
using System.Text;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Markets;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components.Forms;

namespace Countersign.Web.Markets;

public sealed partial class ImportsPage : DeskPage<ListPage<HistoryImport>>
{
    // Small enough for a request of the API's limit, whatever the characters are written as.
    private const int PartCharacters = 20_000;
    private const long FileBytesMax = 512 * 1024 * 1024;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly string[] DeskTimeframes = ["M1", "M5", "M15", "M30", "H1", "H4", "D1"];

    private IBrowserFile? file;
    private CancellationTokenSource? stopping;
    private string symbol = "";
    private string source = "import";
    private string timeframe = "";
    private string zone = "";
    private string? problem;
    private long sent;
    private int imports;
    private bool sending;
    private bool looking;

    protected override bool Concerns(string kind) => false;

    protected override async Task<ListPage<HistoryImport>> ReadAsync(CancellationToken cancellationToken) =>
        (await Visit.Api.ListHistoryImportsAsync(cancellationToken)).Value;

    // No notice tells of it: while something runs, it is looked at.
    protected override void OnRead()
    {
        if (Ready && !looking && State!.Items.Any(i => i.Status is "waiting" or "running"))
        {
            looking = true;
            _ = LookAgainAsync();
        }
    }

    private async Task LookAgainAsync()
    {
        try
        {
            await Task.Delay(LookEvery, Visit.Time, Leaving);
            looking = false;
            RereadSoon();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private void Choose(InputFileChangeEventArgs chosen) => (file, problem) = (chosen.File, null);

    private async Task SendAsync()
    {
        if (file is not { } chosen || sending)
        {
            return;
        }

        if (chosen.Size > FileBytesMax)
        {
            problem = "It has more than 512 MB: import it on the desk's machine with ./run import, or cut it in parts.";
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        (stopping, sending, sent, problem) = (stop, true, 0, null);
        try
        {
            await SendAsync(chosen, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            problem = "It was stopped. Sent again, it goes on behind what is stored.";
        }
        catch (IOException e)
        {
            problem = $"The file cannot be read: {e.Message}";
        }
        finally
        {
            (stopping, sending) = (null, false);
            RereadSoon();
        }
    }

    private async Task SendAsync(IBrowserFile chosen, CancellationToken stop)
    {
        var request = new BeginHistoryImportRequest
        {
            FileName = Plain(chosen.Name), Source = source.Trim(), Symbol = Given(symbol)?.ToUpperInvariant(), Timeframe = Given(timeframe), Zone = Given(zone),
        };
        var begun = await Visit.ActAsync(api => api.BeginHistoryImportAsync(request, cancellationToken: stop));
        if (!begun.IsSuccess)
        {
            problem = string.Join(" ", begun.Problem?.Lines() ?? []);
            return;
        }

        using var text = new StreamReader(chosen.OpenReadStream(FileBytesMax, stop), Encoding.UTF8);
        var (buffer, offset, isLast) = (new char[PartCharacters], 0L, false);
        while (!isLast)
        {
            var count = await text.ReadBlockAsync(buffer, stop);
            isLast = count < buffer.Length;
            var part = new string(buffer, 0, count);
            var place = offset.ToString(CultureInfo.InvariantCulture);
            var answer = await Visit.ActAsync(api => api.WriteHistoryImportAsync(
                begun.Value.ImportId, place, new HistoryImportPart { Text = part, IsLast = isLast }, stop));
            if (!answer.IsSuccess)
            {
                problem = string.Join(" ", answer.Problem?.Lines() ?? []);
                return;
            }

            offset = sent = answer.Value.Received;
            StateHasChanged();
        }

        // Another field: a browser lets nobody empty the one that a file was chosen in.
        (file, symbol, imports) = (null, "", imports + 1);
        Visit.Notes.Good($"{chosen.Name} has come; it is being stored.");
    }

    private async Task RemoveAsync(HistoryImport import)
    {
        var answer = await Visit.ActAsync(api => api.RemoveHistoryImportAsync(import.ImportId));
        Visit.Notes.Tell(answer, import.EndedAt is null ? $"{import.FileName} is stopped. What is stored stays." : $"{import.FileName} is forgotten. What is stored stays.");
        RereadSoon();
    }

    // The API takes plain names only; what is between is of no meaning for it.
    private static string Plain(string name)
    {
        var plain = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]).TrimStart('.', '-', '_');
        return plain.Length == 0 ? "recording.csv" : plain[..Math.Min(plain.Length, 100)];
    }

    private static string? Given(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Part(long part, long whole) => (whole == 0 ? 1 : Math.Min(1, (double)part / whole)).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Percent(long part, long whole) => (whole == 0 ? 1 : Math.Min(1, (double)part / whole)).ToString("P0", CultureInfo.InvariantCulture);
}
