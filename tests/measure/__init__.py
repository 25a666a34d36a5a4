"""What Lighthouse and axe-core say of the pages: `make measure-pages`, and a part of the gate."""
