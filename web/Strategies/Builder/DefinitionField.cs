using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Strategies.Builder;

/// <summary>A part of the form that stands for one place of the definition and shows what is wrong there.</summary>
public abstract class DefinitionField : ComponentBase, IDisposable
{
    private (DefinitionDraft Draft, string Path)? shown;
    private string? focusNext;

    [Inject]
    private protected BrowserScript Browser { get; set; } = null!;

    [CascadingParameter]
    public BuilderChoices Choices { get; set; } = null!;

    [Parameter, EditorRequired]
    public Place At { get; set; } = null!;

    [Parameter]
    public string Label { get; set; } = "";

    /// <summary>Beside the label; where absent, what the language's schema says.</summary>
    [Parameter]
    public string? Help { get; set; }

    /// <summary>Some words that make the label one of its own where several of the same name stand on a page.</summary>
    [Parameter]
    public string Of { get; set; } = "";

    protected string Hint => Help ?? Choices.Schema.Hint(At) ?? "";

    protected string LabelOf => Of.Length == 0 ? Label : $"{Of}: {Label}";

    protected bool IsWrong => At.Draft.MistakesOf(At.Path).Count > 0;

    protected string? Invalid => IsWrong ? "true" : null;

    protected string? DescribedBy => IsWrong ? At.Id + FieldMistakes.Suffix : null;

    protected override void OnParametersSet()
    {
        if (shown == (At.Draft, At.Path))
        {
            return;
        }

        Hide();
        At.Draft.Show(At.Path);
        shown = (At.Draft, At.Path);
    }

    /// <summary>Whoever works with keys goes on here once what was just done is shown: the button that was pressed may be gone.</summary>
    protected void GoOnAt(string id) => focusNext = id;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (focusNext is { } id)
        {
            focusNext = null;
            await Browser.CallAsync("focusElement", id);
        }
    }

    public void Dispose()
    {
        Hide();
        GC.SuppressFinalize(this);
    }

    private void Hide()
    {
        if (shown is var (draft, path))
        {
            draft.Hide(path);
        }

        shown = null;
    }
}
