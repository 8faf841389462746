document.querySelector('#studio').addEventListener('click', (event) => event.currentTarget.classList.toggle('muted'));
