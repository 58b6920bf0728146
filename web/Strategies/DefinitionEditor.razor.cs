using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Api.Contracts.Client;
using Countersign.Web.Layout;
using Countersign.Web.Strategies.Builder;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Countersign.Web.Strategies;

/// <summary>A definition being edited. Its text is what counts: the form reads it, and writes it whenever something is changed in a field.</summary>
public sealed partial class DefinitionEditor : IDisposable
{
    private DefinitionDraft? draft;
    private BuilderChoices? choices;
    private bool wantsForm = true;
    private string? read;
    private string? unreadable;
    private IReadOnlyList<DefinitionMistake> told = [];

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    [Inject]
    private BrowserScript Browser { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    /// <summary>What the desk found wrong with the text.</summary>
    [Parameter]
    public IReadOnlyList<DefinitionMistake> Mistakes { get; set; } = [];

    private bool IsForm => wantsForm && draft is not null && choices is not null;

    private IReadOnlyList<string> Lines => [.. unreadable is null ? [] : new[] { unreadable }, .. Mistakes.Select(m => m.Line)];

    public void Dispose() => Leave();

    protected override async Task OnInitializedAsync()
    {
        try
        {
            var schema = Visit.Api.GetStrategySchemaAsync();
            var indicators = (await Visit.Api.ListIndicatorsAsync()).Value.Items;
            choices = new BuilderChoices(
                [.. Visit.Instruments.Values.OrderBy(i => i.Symbol, StringComparer.Ordinal).Select(i => (i.Symbol, i.Description))], indicators,
                new LanguageSchema(JsonNode.Parse((await schema).Value.Content.Span)));
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException or ApiProblemException or JsonException)
        {
            // Without them there is no form; the document can still be written.
            unreadable = $"The form cannot be shown: {e.Message}";
        }
    }

    protected override void OnParametersSet()
    {
        if (Text != read)
        {
            Read();
        }

        if (!ReferenceEquals(told, Mistakes))
        {
            told = Mistakes;
            draft?.Blame(told);
        }
    }

    private void Read()
    {
        Leave();
        read = Text;
        if (DefinitionDraft.TryOpen(Text, out draft, out unreadable))
        {
            draft.Blame(Mistakes);
            draft.Changed += Adopt;
        }
    }

    private void Leave()
    {
        if (draft is not null)
        {
            draft.Changed -= Adopt;
            draft = null;
        }
    }

    private void Adopt()
    {
        Text = read = draft!.Write();
        _ = TextChanged.InvokeAsync(Text);
        StateHasChanged();
    }

    private Task WriteAsync(string text)
    {
        Text = text;
        Read();
        return TextChanged.InvokeAsync(text);
    }

    // Where the text is no document, its own view says why.
    private void ShowForm() => wantsForm = true;

    private void ShowJson() => wantsForm = false;

    private async Task TurnAsync(KeyboardEventArgs key)
    {
        if (key.Key is "ArrowLeft" or "ArrowRight")
        {
            wantsForm = !IsForm;
            await Browser.CallAsync("focusElement", IsForm ? "tab-form" : "tab-json");
        }
    }
}
